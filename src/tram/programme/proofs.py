"""What `tram verify` proves of the plan."""

from tram.core.files import proofs as files

files.register(
    files.Naming(
        table="programme_evidencefile",
        query="SELECT sha256, min(size) FROM programme_evidencefile GROUP BY sha256 ORDER BY sha256",
    )
)
