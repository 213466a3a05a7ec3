"""What `tram verify` proves of the directory: the files of its registers, and what its registers may not say."""

from tram.core import janitors
from tram.core.files import proofs as files
from tram.core.janitors import Janitor

files.register(
    files.Naming(
        table="directory_attachment",
        query="SELECT sha256, min(size) FROM directory_attachment GROUP BY sha256 ORDER BY sha256",
    )
)
janitors.register(
    Janitor(
        name="directory: only who passed a training session holds a certificate",
        offences="SELECT c.id FROM directory_certificate c JOIN directory_attendance a ON a.id = c.attendance_id "
        "WHERE a.outcome <> 'passed'",
        looked="SELECT count(*) FROM directory_certificate",
    )
)
janitors.register(
    Janitor(
        name="directory: an assessment says something of a criterion",
        offences="SELECT s.id FROM directory_assessment s WHERE NOT EXISTS ("
        "SELECT 1 FROM directory_assessedcriterion f WHERE f.assessment_id = s.id)",
        looked="SELECT count(*) FROM directory_assessment",
    )
)
