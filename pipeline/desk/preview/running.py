"""Knows the life of a preview: a page is made, shown, and made again when the source changes; must not know how."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from pipeline.core.edition import Edition
from pipeline.core.languages import Language
from pipeline.desk.preview.ahead import Ahead
from pipeline.desk.preview.background import Background
from pipeline.desk.preview.process import MakerProcess
from pipeline.desk.preview.serving import Site, start
from pipeline.desk.preview.state import State
from pipeline.desk.preview.typed import read_texts
from pipeline.desk.preview.watching import Watch


def run(
    root: Path, out: Path, language: Language, *, port: int, editor: tuple[str, ...], announce: Callable[[str], None]
) -> None:
    """Show a report until it is interrupted; `announce` is told the address.

    Raises:
        OSError: where the port is taken.
    """
    background = Background(root, out, language)
    state = State(background, language)
    background.tell = state.tell
    watch = Watch(root, out)

    def see_words() -> None:
        state.type(read_texts(root, [name for _, name in state.files]))

    ahead = Ahead(root, state, see_words)
    watch.tell = ahead.changed

    def switch(edition: Edition) -> None:
        state.edition = edition
        watch.changed()

    site = Site(root, state, editor, switch)
    maker = MakerProcess(root)
    try:
        server = start(site, port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        announce(f"http://127.0.0.1:{server.socket.getsockname()[1]}/{site.token}/")
        is_watching = True
        while is_watching:
            edition = state.edition
            # The press has no page of its own: its PDF stands beside that of the release.
            made = maker.make(Edition(proof=edition.proof))
            state.show(made)
            see_words()  # those that were typed while it was made
            ahead.rest_on(made, state.made)
            background.restart(edition)
            is_watching = watch.wait()
            ahead.wait()
    finally:
        watch.close()
        background.close()
        state.end()
        ahead.close()
        maker.close()
