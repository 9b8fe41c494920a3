"""Search and look-up: what they answer, and that both lanes answer the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

import orjson
import psycopg
import pytest
from django.db import connections
from django.test import Client

from creditport.kernel.identity.actor import SYSTEM
from creditport.sites.api.limits import RateLimit
from creditport.sites.api.lookup import QuickLane
from creditport.sites.api.quick_search import QuickSearch
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from tests.factories.town import RESTAURANT, Town, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at: datetime) -> Town:
    return settle(at=at, licences=130)


def _json(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content
    return orjson.loads(response.content)


def test_search_answers_best_first(client: Client, town: Town) -> None:
    answer = _json(client, "/api/v1/subjects?q=椰风&limit=5")
    assert answer == {
        "items": [
            {
                "uscc": RESTAURANT,
                "name": "海口椰风餐饮有限公司",
                "kind": "enterprise",
                "status": "active",
                "county_code": "460100",
                "former_name": None,
                "similar": False,
            }
        ],
        "total": 1,
        "capped": False,
    }
    assert _json(client, "/api/v1/subjects?q=海风小吃")["items"][0]["former_name"] == "海口海风小吃店"
    assert len(_json(client, "/api/v1/subjects?q=海南椰岛贸易有限公司")["items"]) == 2


def test_subject_with_its_records(client: Client, town: Town) -> None:
    answer = _json(client, f"/api/v1/subjects/{RESTAURANT}")
    assert (answer["uscc"], answer["name"], answer["more_records"]) == (RESTAURANT, "海口椰风餐饮有限公司", False)
    assert [former["name"] for former in answer["former_names"]] == ["海口海风小吃店"]
    penalties = [record for record in answer["records"] if record["item"] == "penalty"]
    assert {penalty["severity"] for penalty in penalties} == {"minor", "general", "serious"}
    assert all(penalty["public_until"] and penalty["repair_opens_on"] for penalty in penalties)
    assert penalties[0]["source"]["agency"] == "hainan-market-regulation"
    assert penalties[0]["content"]["legal_basis"].startswith("《中华人民共和国食品安全法》")


def test_any_spelling_of_the_code(client: Client, town: Town) -> None:
    assert _json(client, f"/api/v1/subjects/{RESTAURANT.lower()}")["uscc"] == RESTAURANT


def test_records_page_by_page(client: Client, town: Town) -> None:
    code = town.busy.uscc
    first = _json(client, f"/api/v1/subjects/{code}")
    assert (len(first["records"]), first["more_records"]) == (100, True)
    seen: list[str] = []
    cursor = ""
    while True:
        page = _json(client, f"/api/v1/subjects/{code}/records?limit=50&cursor={cursor}")
        seen += [record["key"] for record in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 130
    assert seen[:100] == [record["key"] for record in first["records"]]


def test_etag_spares_the_body(client: Client, town: Town) -> None:
    first = client.get(f"/api/v1/subjects/{RESTAURANT}")
    again = client.get(f"/api/v1/subjects/{RESTAURANT}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


@pytest.mark.parametrize("code", ["91460000MA5T00000X", "x", "11010519491231002X", "%00", "海南"])
def test_unknown_subject_is_a_problem(client: Client, at: datetime, code: str) -> None:
    keep_person(actor=SYSTEM, at=at, identity=Identity("林小妹", "居民身份证", "11010519491231002X"))
    response = client.get(f"/api/v1/subjects/{code}")
    told = orjson.loads(response.content)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert (told["type"], told["status"]) == ("/api/v1/problems/unknown-subject", 404)
    assert told["remedy"] and told["en"]["remedy"]


@pytest.mark.parametrize(
    ("path", "status", "slug"),
    [
        ("/api/v1/subjects", 422, "invalid-parameters"),
        ("/api/v1/subjects?q=x&limit=0", 422, "invalid-parameters"),
        ("/api/v1/subjects?q=x&limit=1000000000000000000000", 422, "invalid-parameters"),
        (f"/api/v1/subjects?q={'x' * 300}", 422, "invalid-parameters"),
        (f"/api/v1/subjects/{RESTAURANT}/records?cursor=x", 400, "bad-cursor"),
        ("/api/v1/subjects/91460000MA5T00000X/records", 404, "unknown-subject"),
        ("/api/v1/publicity/changes?cursor=€", 400, "bad-cursor"),
        ("/api/v1/publicity/changes?limit=x", 422, "invalid-parameters"),
        ("/api/v1/catalogue/nothing", 404, "not-found"),
        ("/api/v1/catalogue?on=2026-13-01", 422, "invalid-parameters"),
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v2/", 404, "not-found"),
        ("/api/v1/submissions", 405, "method-not-allowed"),
        ("/api/v1/submissions/S1", 401, "no-key"),
    ],
)
def test_every_fault_has_one_shape(client: Client, path: str, status: int, slug: str) -> None:
    response = client.get(path)
    told = orjson.loads(response.content)
    assert (response.status_code, told["status"], told["type"]) == (status, status, f"/api/v1/problems/{slug}")
    assert response["Content-Type"] == "application/problem+json"
    assert _json(client, told["type"])["zh"]["title"] == told["title"]


def test_odd_questions_never_break(client: Client, town: Town) -> None:
    for question in ("%00", "%", "_", "\\", "'", "椰" * 200, "%F0%9F%A5%A5", "--", "9146%", " ", "（）"):
        _json(client, f"/api/v1/subjects?q={question}")


class _SameConnection:
    """The quick lane's statement on the test's own connection: it must see what the test wrote."""

    def body(self, code: str) -> bytes | None:
        from creditport.kernel.statements.statements import rows, statement

        found = rows("public", statement("foundation.publicity", "subject_lookup"), {"uscc": code})
        return found[0][0].encode() if found else None


class _Down:
    def body(self, code: str) -> bytes | None:
        raise psycopg.OperationalError("down")


def _call(lane: QuickLane, path: str, **environ: str) -> tuple[int, dict[str, str], bytes]:
    told: list[tuple[str, list[tuple[str, str]]]] = []
    asked = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "REMOTE_ADDR": "203.0.113.7", **environ}
    body = b"".join(lane(asked, lambda status, headers: told.append((status, headers))))
    return int(told[0][0][:3]), dict(told[0][1]), body


def _behind(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("X-Lane", "ordinary")])
    return [b"ordinary"]


@pytest.mark.parametrize("code", [RESTAURANT, "91460000MA5T00000X"])
def test_both_lanes_answer_the_same(client: Client, town: Town, code: str) -> None:
    lane = QuickLane(_behind, RateLimit(0, 0), _SameConnection())  # type: ignore[arg-type]
    ordinary = client.get(f"/api/v1/subjects/{code}")
    status, headers, body = _call(lane, f"/api/v1/subjects/{code}")
    assert (status, body) == (ordinary.status_code, ordinary.content)
    for name in ("Content-Type", "ETag", "Cache-Control", "X-Content-Type-Options"):
        assert headers.get(name) == ordinary.get(name)


def test_the_quick_lane_leaves_the_rest_to_django() -> None:
    lane = QuickLane(_behind, RateLimit(0, 0), _Down())  # type: ignore[arg-type]
    for path in ("/", f"/api/v1/subjects/{RESTAURANT}", f"/api/v1/subjects/{RESTAURANT.lower()}", "/api/v1/subjects"):
        assert _call(lane, path)[2] == b"ordinary"
    assert _call(lane, f"/api/v1/subjects/{RESTAURANT}", REQUEST_METHOD="POST")[2] == b"ordinary"


def test_too_many_calls_are_told_when_to_come_back() -> None:
    lane = QuickLane(_behind, RateLimit(60, 2), _Down())  # type: ignore[arg-type]
    path = "/api/v1/subjects?q=x"
    assert [_call(lane, path)[0] for _ in range(3)] == [200, 200, 429]
    status, headers, body = _call(lane, path)
    assert (status, headers["Retry-After"]) == (429, "1")
    assert orjson.loads(body)["type"] == "/api/v1/problems/too-many-requests"
    assert _call(lane, path, REMOTE_ADDR="203.0.113.8")[0] == 200
    assert [_call(lane, path, REMOTE_ADDR="127.0.0.1")[0] for _ in range(9)] == [200] * 9
    forwarded = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9"}
    assert [_call(lane, path, **forwarded)[0] for _ in range(3)] == [200, 200, 429]
    assert _call(lane, "/")[0] == 200


@pytest.mark.django_db(transaction=True)
def test_the_quick_lane_on_its_own_connection(at: datetime) -> None:
    settle(at=at)
    lane = QuickLane(_behind, RateLimit(0, 0))
    status, headers, body = _call(lane, f"/api/v1/subjects/{RESTAURANT}")
    assert (status, orjson.loads(body)["uscc"]) == (200, RESTAURANT)
    assert _call(lane, f"/api/v1/subjects/{RESTAURANT}", HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 304
    role = lane._lookup._local.connection.execute("SELECT current_user").fetchone()
    assert role == ("creditport_public",)
    lane._lookup._local.connection.close()
    assert _call(lane, f"/api/v1/subjects/{RESTAURANT}")[2] == body
    lane._lookup._local.connection.close()
    connections["public"].close()


_ASKED = (
    "q=椰风",
    "q=耶风",
    "q=%E6%A4%B0%E9%A3%8E&limit=1",
    "q=hkyf&limit=100",
    "q=+%E6%A4%B0+%E9%A3%8E",
    "q=",
    "q=%00",
    "q=椰风&limit=1e1",
    "q=椰风&limit=0",
    "q=椰风&limit=+5",
    "q=椰风&limit=101",
    "q=椰风&q=海南",
    "q=椰风&page=2",
    "q=%FF",
    f"q={'x' * 201}",
    "limit=5",
    "",
)


@pytest.mark.parametrize("query", _ASKED)
def test_the_quick_search_answers_as_the_ordinary_one(client: Client, town: Town, query: str) -> None:
    told: dict[str, object] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.update({"status": status, **dict(headers)})

    environ = {"PATH_INFO": "/api/v1/subjects", "REQUEST_METHOD": "GET", "QUERY_STRING": quote(query, safe="=&%+")}
    body = b"".join(QuickSearch(lambda *_: [b"behind"])(environ, start))
    ordinary = client.get("/api/v1/subjects?" + environ["QUERY_STRING"])
    if body == b"behind":
        assert ordinary.status_code in {200, 422} and not told
    else:
        assert (body, told["Content-Type"]) == (ordinary.content, ordinary["Content-Type"])
        assert (told["status"], ordinary.status_code, told["Content-Length"]) == ("200 OK", 200, str(len(body)))


def test_well_formed_questions_take_the_quick_way_and_no_other(client: Client, town: Town) -> None:
    def quick(query: str, method: str = "GET", path: str = "/api/v1/subjects") -> bool:
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": quote(query, safe="=&%+")}
        return QuickSearch(lambda *_: [b"behind"])(environ, lambda *_: None) != [b"behind"]

    assert [quick(query) for query in _ASKED] == [True] * 7 + [False] * 10
    assert not quick("q=椰风", method="POST") and not quick("q=椰风", path="/api/v1/subjects/")


def test_what_sounds_alike_is_said_to_be_similar(client: Client, town: Town) -> None:
    items = _json(client, "/api/v1/subjects?q=耶风餐饮")["items"]
    assert [(item["uscc"], item["similar"]) for item in items] == [(RESTAURANT, True)]
