"""Files (tệp): what people upload, looked at before it is believed, kept by what it holds, never overwritten.

    with staged(source, name) as given:      # copied, hashed, sniffed, opened in a limited child process
        keep(given)                          # inside the command that writes the row naming it
    path_of(sha256)                          # where its bytes lie; `content` reads them and checks them

A row of a context names a file by its sha256; `proofs.register` tells `tram verify` and the backup where.
Nothing here deletes a kept file.
"""

from tram.core.files.kinds import MediaType
from tram.core.files.looking import Given, keep, staged
from tram.core.files.store import content

__all__ = ["Given", "MediaType", "content", "keep", "staged"]
