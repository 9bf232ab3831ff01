"""Reading a page's form the way a browser would send it."""

from html.parser import HTMLParser
from typing import Any

Attributes = list[tuple[str, str | None]]


class _Fields(HTMLParser):
    """Collects the fields of every form, as a browser without scripts holds them."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.fields: dict[str, list[str]] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note one field."""
        facts = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = (
                facts.get("method") == "post" and facts.get("action", self.action) == self.action
            )
        if not self.inside:
            return
        name = facts.get("name", "")
        if tag == "input" and name:
            self._input(name, facts)
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and self._select:
            if "selected" in facts or not self.fields[self._select]:
                self.fields[self._select] = [facts.get("value", "")]
        elif tag == "textarea" and name:
            self._area = name
            self.fields[name] = [""]

    def _input(self, name: str, facts: dict[str, str]) -> None:
        if facts.get("type") in {"checkbox", "radio"}:
            if "checked" in facts:
                self.fields.setdefault(name, []).append(facts.get("value", "on"))
        else:
            self.fields.setdefault(name, []).append(facts.get("value", ""))

    def handle_data(self, data: str) -> None:
        """The text of a text area; browsers drop its first line end."""
        if self._area:
            self.fields[self._area] = [self.fields[self._area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area:
            self.fields[self._area] = [self.fields[self._area][0].removeprefix("\n")]
            self._area = ""


def fields_of(page: bytes, action: str) -> dict[str, Any]:
    """The fields the form with this action would send, without any button."""
    reader = _Fields(action)
    reader.feed(page.decode())
    return {name: values for name, values in reader.fields.items() if name != "csrfmiddlewaretoken"}
