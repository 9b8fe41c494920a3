"""Reads one YAML file into plain values and remembers on which line each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from creditport.kernel.packs.faults import Fault

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """A file as read: `content` is made of dicts, lists and scalars, `lines` gives the line of each place."""

    file: str
    content: object
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of the place, or of the nearest place around it (a key that is missing has no line)."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, zh: str, en: str) -> Fault:
        """A fault that points at the place."""
        return Fault(file=self.file, line=self.line(place), zh=zh, en=en)


class _Reader:
    """Walks the nodes of one file. A separate walk, because the YAML library forgets lines when it builds values."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._scalars = yaml.SafeLoader("")

    def build(self, node: yaml.Node, place: Place) -> object:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*place, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, object]:
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in values:
                self._report(
                    line,
                    f"键“{key}”在同一处写了两次，后一个会悄悄盖掉前一个；请删去其中一个",
                    f"the key '{key}' stands twice in one place and the later would silently win; delete one",
                )
                continue
            self.lines[(*place, key)] = line
            values[key] = self.build(value_node, (*place, key))
        return values

    def _scalar(self, node: yaml.Node) -> object:
        try:
            value: object = self._scalars.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError):
            self._report(
                node.start_mark.line + 1,
                f"“{node.value}”不是可用的值 (例如不存在的日期)；请改正，或加引号作为文字",
                f"'{node.value}' is not a usable value (a date that does not exist, say); mend it, or quote it as text",
            )
            return None
        return value

    def _report(self, line: int, zh: str, en: str) -> None:
        self.faults.append(Fault(file=self.file, line=line, zh=zh, en=en))


def read(path: Path, shown_as: str) -> tuple[Source | None, list[Fault]]:
    """The file as a `Source`, or None with the faults that make it unreadable."""
    try:
        text = path.read_text(encoding="utf-8")
        alias = _alias_line(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader) if alias is None else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return None, [_unreadable(shown_as, error)]
    if alias is not None:
        zh = "这里用了 YAML 别名 (*)，包里不允许；请把内容写全"
        return None, [Fault(shown_as, alias, zh, "a YAML alias (*name) is not allowed in a pack; write it out")]
    if node is None:
        zh = "文件是空的；请填写内容或删除文件"
        return None, [Fault(shown_as, 1, zh, "the file is empty; fill it in or delete it")]
    reader = _Reader(shown_as)
    content = reader.build(node, ())
    return Source(shown_as, content, reader.lines), reader.faults


def _alias_line(text: str) -> int | None:
    """The line of the first alias. Aliases make one line speak in many places, and can be endless: none is allowed."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


def _unreadable(file: str, error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not UTF-8 text"
    return Fault(
        file=file,
        line=mark.line + 1 if mark else 1,
        zh="文件不是可读的 YAML，从这一行起无法理解；请检查缩进、冒号、引号，并以 UTF-8 保存",
        en=f"the file cannot be read as YAML ({problem}); check indents, colons and quotes, saved as UTF-8",
    )
