"""A YAML file, and on which line each thing stands: one plain document of text, lists and tables.

Stricter than YAML: every scalar is text, so that nothing turns into a date or a yes; no anchors,
tags or second document; a key stands once. Whatever the bytes, the answer is a tree or problems.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

LARGEST_BYTES = 64 * 1024
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the file, the line (from 1), and a sentence that says what to do."""

    file: Path
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written, with its white space made single."""

    line: int
    value: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and their nodes, with the line of each key, in the order of the file."""

    line: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Node = Text | Listing | Table


class _UnreadableError(Exception):
    """The file cannot be read further: the line and what to do."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep the line beside the sentence."""
        super().__init__(sentence)
        self.line = line


def read_table(file: Path) -> Table | Problem:
    """The table that this file holds, or the first reason why it cannot be read as one."""
    try:
        root = _tree(_events(_decoded(file)))
    except _UnreadableError as error:
        return Problem(file, error.line, str(error))
    if not isinstance(root, Table):
        return Problem(file, root.line, "Write keys and values, such as “name: Clam”.")
    return root


def _decoded(file: Path) -> str:
    """The file's text, if it is small UTF-8 without NUL."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        sentence = f"This file cannot be opened ({error.strerror}). Check that it may be read."
        raise _UnreadableError(1, sentence) from None
    if len(content) > LARGEST_BYTES:
        raise _UnreadableError(1, "This file is larger than 64 kB. Keep one exercise in a file.")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise _UnreadableError(line, "There is a NUL byte here. Save the file as plain text.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _UnreadableError(line, "This is not UTF-8. Save the file as UTF-8 text.") from None


def _events(text: str) -> Iterator[yaml.Event]:
    """The YAML events of a text; raises _UnreadableError where it is no YAML."""
    stream = yaml.parse(text, Loader=yaml.SafeLoader)
    line = 1
    while True:
        try:
            event = next(stream, None)
        except yaml.MarkedYAMLError as error:
            in_quotes = "quoted scalar" in (error.context or "")
            mark = error.context_mark if in_quotes else error.problem_mark
            line = mark.line + 1 if mark else line
            sentence = f"This is not YAML: {error.problem or error.context}. Check the line above."
            raise _UnreadableError(line, sentence) from None
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The reader refuses control characters, the scanner escapes beyond Unicode.
            sentence = "A character here cannot stand in YAML. Type the line again."
            raise _UnreadableError(_line_of(error, text, line), sentence) from None
        if event is None:
            return
        line = _line(event)
        yield event


def _line(event: yaml.Event) -> int:
    """The line an event stands on, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 1


def _line_of(error: Exception, text: str, otherwise: int) -> int:
    """The line of a character that YAML's reader refused."""
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else otherwise


def _tree(events: Iterator[yaml.Event]) -> Node:
    """The one document as a tree, built without recursion so that no nesting can break it."""
    root: Node | None = None
    open_nodes: list[Listing | Table] = []
    keys: list[str | None] = []
    for event in events:
        line = _line(event)
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _UnreadableError(line, "A second document starts here. Keep one exercise a file.")
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            open_nodes.pop()
            keys.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        node = _node(event, line)
        if root is None:
            root = node
        else:
            _place(node, open_nodes[-1], keys)
        if not isinstance(node, Text):
            if len(open_nodes) == DEEPEST:
                raise _UnreadableError(
                    line, "This is nested too deep. Follow another exercise file."
                )
            open_nodes.append(node)
            keys.append(None)
    if root is None:
        raise _UnreadableError(1, "This file is empty. Copy another exercise file to start from.")
    return root


def _node(event: yaml.NodeEvent, line: int) -> Node:
    """An empty node for an event; raises _UnreadableError for anchors, aliases and tags."""
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _UnreadableError(line, "Write the words again: “&” and “*” references are not read.")
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
        raise _UnreadableError(line, "Take the “!” tag away, or put the words in quotes.")
    if isinstance(event, yaml.ScalarEvent):
        return Text(line, " ".join(event.value.split()))
    return Table(line) if isinstance(event, yaml.MappingStartEvent) else Listing(line)


def _place(node: Node, parent: Listing | Table, keys: list[str | None]) -> None:
    """Put a node where it belongs: into a list, or into a table as a key and then its value."""
    if isinstance(parent, Listing):
        parent.items.append(node)
        return
    key = keys[-1]
    if key is not None:
        parent.entries[key] = node
        keys[-1] = None
        return
    if not isinstance(node, Text):
        raise _UnreadableError(node.line, "A key is a word, such as “name”.")
    if node.value in parent.key_lines:
        first = parent.key_lines[node.value]
        sentence = f"“{node.value}” stands twice, first on line {first}. Keep one of the two."
        raise _UnreadableError(node.line, sentence)
    parent.key_lines[node.value] = node.line
    keys[-1] = node.value
