"""Sends what Schemathesis makes of the API's own description, and what no client would send, as every role.

Reads a plan (JSON, written by api-fuzz.spec.ts) from the file named first, writes what came of it to the file named
second: how often each operation answered what, and every answer that the description does not allow.
"""

import copy
import json
import random
import sys
import time
from collections import Counter, defaultdict
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi import checks  # noqa: F401  registers the checks of OpenAPI
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.checks import not_a_server_error

ANSWER_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ANSWER_SECONDS = 20
EVENT_STREAM = "text/event-stream"
PROBLEM = "application/problem+json"

TEXTS = ["\0", "a\0b", "\ud800", "\udfff\ud800", "x" * 20_000, "\u202e", "'; drop table account; --", "𠮷" * 300, " ", ""]
NUMBERS = [10**40, -(10**40), 2**63, -1, 1.5e300, 0.1]
VALUES = [*TEXTS, *NUMBERS, True, None, [], {}, [[]], {"__proto__": {"x": 1}}, {"constructor": {"prototype": 1}}]
PATH_PARTS = ["%00", "%ff", "%", "%2e%2e", "%c0%af", "a" * 5_000, "%F0%9F%92%A9", "1e99", "null"]
QUERIES = ["a=1&a=2", "%ff=%00", "limit=1&limit=2", "cursor=%00", "=", "&&&", "a[b]=c", "limit=1e99", "q=" + "%00"]
BODIES = [
    b"",
    b"{",
    b"\xff\xfe",
    b'{"a":"\xff"}',
    b"\x00",
    b"NaN",
    b'{"a":1e400}',
    b'{"a":' + b"[" * 4_000 + b"]" * 4_000 + b"}",
    b'{"a":"\\ud800"}',
    b'{"__proto__":{"a":1}}',
    b"[" + b"1," * 5_000 + b"1]",
    b'"text"',
    b"null",
]
MEDIA_TYPES = [
    "text/plain",
    "application/xml",
    "application/json; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded",
    "nonsense",
    "",
]
HEADERS = {
    "Idempotency-Key": ["", " ", "x" * 9_000, "\xff\xfe", "a,b", "\t"],
    "If-Match": ["*", 'W/"1"', '"9999999999999999999999"', "1", '"-1"', '"1","2"', "\xff", ""],
    "Prefer": ["wait=-1", "wait=x", "wait=1e9", "respond-async, wait=0", "\xff"],
    "Accept": ["application/xml", "*/*;q=0", "\xff"],
    "X-Device-Id": ["", "\xff", "x" * 5_000],
    "X-Session-Transport": ["cookie", "nonsense"],
    "Last-Event-ID": ["", "-1", "x", "99999999999999999999"],
    "X-Forwarded-For": ["nonsense", "::1, 300.300.300.300"],
    "Origin": ["null", "https://example.org"],
    "Cookie": ["juzheng_session=x; juzheng_session=y", "=", "juzheng_session=%00"],
    "Content-Encoding": ["gzip", "nonsense"],
}


class Run:
    def __init__(self, plan):
        self.plan = plan
        self.api = plan["api"]
        self.ends_at = time.monotonic() + plan["seconds"]
        self.pdf = open(plan["pdf"], "rb").read()
        self.sent = 0
        self.answers = defaultdict(Counter)
        self.callers = defaultdict(Counter)
        self.failures = {}
        self.probed = set()
        self.session = requests.Session()
        # what an answer sets as a cookie would make the next caller somebody else
        self.session.cookies.set_policy(NoCookies())
        self.session.hooks["response"].append(self.count)
        self.description = self.session.get(f"{self.api}/openapi.json", timeout=ANSWER_SECONDS).json()
        self.sent = 0
        self.schema = schemathesis.openapi.from_dict(strict(self.description))
        self.schema.config.update(base_url=self.api)

    def count(self, response, **_):
        """What the check for ignored authentication sends; the rest is counted where it is sent."""
        self.sent += 1

    def all(self):
        described = {
            (operation.method.upper(), operation.path): operation
            for operation in (result.ok() for result in self.schema.get_all_operations())
        }
        asked = self.plan["operations"]
        for index, row in enumerate(asked):
            left = self.plan["requests"] - self.sent
            here = max(1, round(left / (len(asked) - index)))
            self.one(described[row["method"], row["path"]], row, here, index)

    def one(self, operation, row, requests_here, index):
        """As often as it was asked for: two thirds of what the description allows, one third of what it does not."""
        for mode, share in ((GenerationMode.POSITIVE, 2 / 3), (GenerationMode.NEGATIVE, 1 / 3)):
            count = max(1, round(requests_here * share))
            chance = random.Random(f"{self.plan['seed']} {operation.label} {mode}")
            turns = self.turns(row, count, chance)
            strategy = operation.as_strategy(generation_mode=mode)
            before = self.sent
            try:
                self.generate(strategy, count, index, lambda case: self.send(case, row, turns, chance))
            except (hypothesis.errors.Unsatisfiable, hypothesis.errors.InvalidArgument):
                pass
            # an operation without a parameter has nothing to deny, and few values to choose from
            allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
            while self.sent - before < count and time.monotonic() < self.ends_at:
                last = self.sent
                self.generate(allowed, count - (self.sent - before), index, lambda case: self.send(case, row, turns, chance))
                if self.sent == last:
                    break

    def generate(self, strategy, count, index, act):
        @hypothesis.seed(self.plan["seed"] * 10_000 + index)
        @hypothesis.settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(strategy)
        def each(case):
            if time.monotonic() < self.ends_at:
                act(case)

        each()

    def turns(self, row, count, chance):
        """Who asks: mostly those whose role may do it, and everybody else in turn."""
        names = [each["name"] for each in self.plan["callers"]]
        may = names if row["public"] else row["who"]
        others = [name for name in names if name not in may]
        may, others = chance.sample(may, len(may)), chance.sample(others, len(others))
        turns = []
        for number in range(count):
            pool = others if others and number % 4 == 3 else may
            turns.append(pool[(number // 4 if pool is others else number) % len(pool)])
        return turns

    def send(self, case, row, turns, chance):
        caller = turns[self.answers[case.operation.label].total() % len(turns)]
        token = next(each["token"] for each in self.plan["callers"] if each["name"] == caller)
        if chance.random() < 0.7:
            self.make_right(case, row, chance)
        request = self.prepared(case, row, token, chance)
        if chance.random() < 0.3:
            spoil(request, case.operation.path, chance)
        label = case.operation.label
        try:
            self.sent += 1
            response = self.session.send(request, timeout=ANSWER_SECONDS, stream=True, allow_redirects=False)
            read(response)
        except requests.RequestException as error:
            self.note(label, caller, request, "no answer", repr(error)[:300])
            return
        self.answers[label][response.status_code] += 1
        self.callers[caller][response.status_code] += 1
        self.judge(case, row, caller, request, response)

    def make_right(self, case, row, chance):
        """The example of the description with at most some fields as generated: what comes past the form."""
        right = row["right"]
        if right is None or not isinstance(case.body, dict):
            return
        body = copy.deepcopy(right)
        if chance.random() < 0.5:
            for name in chance.sample(sorted(case.body), min(len(case.body), chance.choice([1, 1, 2]))):
                body[name] = case.body[name]
        if row["takesFile"]:
            body["file"] = self.pdf if chance.random() < 0.8 else case.body.get("file", b"")
        case.body = body

    def prepared(self, case, row, token, chance):
        kwargs = case.as_transport_kwargs(base_url=self.api)
        kwargs.pop("timeout", None)
        headers = dict(kwargs.pop("headers", None) or {})
        headers.pop("Authorization", None)
        if row["takesFile"] and row["right"] is not None and isinstance(case.body, dict) and chance.random() < 0.8:
            kwargs["files"] = [
                (name, ("文件.pdf", value, "application/pdf") if name == "file" else (None, str(value)))
                for name, value in case.body.items()
            ]
            kwargs.pop("data", None)
            headers.pop("Content-Type", None)
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if case.method.upper() != "GET" and chance.random() < 0.9:
            headers["Idempotency-Key"] = str(UUID(int=chance.getrandbits(128), version=4))
        if case.method.upper() in ("PUT", "PATCH") and chance.random() < 0.8:
            headers["If-Match"] = f'"{chance.choice([0, 1, 1, 2, 3])}"'
        headers.pop("Prefer", None)
        request = requests.Request(kwargs.pop("method"), kwargs.pop("url"), headers=headers, **transportable(kwargs))
        prepared = request.prepare()
        if row["paths"] and chance.random() < 0.85:
            prepared.url = with_path(prepared.url, chance.choice(row["paths"]))
        return prepared

    def judge(self, case, row, caller, request, response):
        label = case.operation.label
        try:
            case.validate_response(response, checks=ANSWER_CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                kind = f"{failure.title} {response.status_code}"
                self.note(label, caller, request, kind, f"{failure.message[:400]}\n{response.text[:300]}")
        is_problem = response.headers.get("content-type", "").startswith(PROBLEM)
        code = response.json().get("code", "") if is_problem else ""
        if is_problem and code not in declared_codes(self.description, case.operation, response.status_code):
            self.note(label, caller, request, f"undeclared refusal {code}", response.text[:300])
        standing = next(each["standing"] for each in self.plan["callers"] if each["name"] == caller)
        if not row["public"] and standing == "OUT" and response.status_code < 400:
            self.note(label, caller, request, "ignored authentication", response.text[:300])
        lives_on = label not in self.plan["endingSessions"]
        if standing == "IN" and lives_on and code == "AUTH_REQUIRED" and not row["public"]:
            self.note(label, caller, request, "session was lost", response.text[:300])
        if response.status_code < 300 and not row["public"] and (label, caller) not in self.probed:
            self.probed.add((label, caller))
            self.probe(case, caller, request, response)

    def probe(self, case, caller, request, response):
        """The same request without and with a wrong credential; the check sends it."""
        if EVENT_STREAM in response.headers.get("content-type", ""):
            return
        given = {"Authorization": request.headers["Authorization"]}
        try:
            transport = {"session": self.session, "timeout": ANSWER_SECONDS}
            case.validate_response(response, checks=[ignored_auth], headers=given, transport_kwargs=transport)
        except FailureGroup as group:
            for failure in group.exceptions:
                self.note(case.operation.label, caller, request, failure.title, failure.message[:400])

    def note(self, label, caller, request, kind, message):
        """Of each kind the first; how often it came."""
        found = self.failures.setdefault(f"{label}: {kind}", {"times": 0, "caller": caller, "message": message})
        if found["times"] == 0:
            body = request.body if request.body is not None else ""
            found["request"] = {
                "method": request.method,
                "url": request.url,
                "headers": {name: str(value) for name, value in request.headers.items() if name != "Authorization"},
                "body": repr(body)[:600],
            }
        found["times"] += 1


class NoCookies(requests.cookies.cookielib.DefaultCookiePolicy):
    def set_ok(self, cookie, request):
        return False

    def return_ok(self, cookie, request):
        return False


def strict(description):
    """Without `default`: an answer is declared where its status is."""
    copied = copy.deepcopy(description)
    for item in copied["paths"].values():
        for operation in item.values():
            operation["responses"].pop("default", None)
    return copied


def declared_codes(description, operation, status):
    described = description["paths"][operation.path][operation.method.lower()]["responses"].get(str(status), {})
    return described.get("content", {}).get(PROBLEM, {}).get("examples", {})


def transportable(kwargs):
    return {name: kwargs[name] for name in ("params", "json", "data", "files", "cookies") if kwargs.get(name) is not None}


def with_path(url, path):
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def read(response):
    """An event stream has no end: of it only the head is looked at."""
    if EVENT_STREAM in response.headers.get("content-type", ""):
        response.close()
        response._content = b""
        response._content_consumed = True
    else:
        _ = response.content


def spoil(request, template, chance):
    """One thing that no client of the description would send."""
    named = [index for index, part in enumerate(template.split("/")) if part.startswith("{")]
    if named and chance.random() < 0.2:
        return spoil_path(request, chance.choice(named), chance)
    ways = [spoil_query, spoil_header]
    if request.body:
        ways += [spoil_body, spoil_media_type, spoil_field, spoil_field, spoil_field]
    chance.choice(ways)(request, chance)


def spoil_path(request, place, chance):
    parts = urlsplit(request.url)
    places = parts.path.split("/")
    places[place] = chance.choice(PATH_PARTS)
    request.url = urlunsplit((parts.scheme, parts.netloc, "/".join(places), parts.query, ""))


def spoil_query(request, chance):
    parts = urlsplit(request.url)
    query = "&".join(each for each in (parts.query, parts.query and parts.query.split("&")[0], chance.choice(QUERIES)) if each)
    request.url = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def spoil_header(request, chance):
    name = chance.choice(sorted(HEADERS))
    request.headers[name] = chance.choice(HEADERS[name]).strip("\t ")


def spoil_body(request, chance):
    set_body(request, chance.choice(BODIES))


def spoil_media_type(request, chance):
    request.headers["Content-Type"] = chance.choice(MEDIA_TYPES)


def spoil_field(request, chance):
    try:
        body = json.loads(request.body)
    except (ValueError, TypeError):
        return spoil_body(request, chance)
    places = leaves(body)
    if not places:
        return spoil_body(request, chance)
    holder, name = chance.choice(places)
    holder[name] = chance.choice(VALUES)
    set_body(request, json.dumps(body).encode())


def leaves(value):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [place for name, inner in pairs for place in [(value, name), *leaves(inner)]]


def set_body(request, body):
    request.body = body
    request.headers["Content-Length"] = str(len(body))


def main(plan_file, result_file):
    plan = json.load(open(plan_file, encoding="utf8"))
    run = Run(plan)
    begun = time.monotonic()
    run.all()
    result = {
        "sent": run.sent,
        "seconds": time.monotonic() - begun,
        "answers": run.answers,
        "callers": run.callers,
        "failures": run.failures,
    }
    with open(result_file, "w", encoding="utf8") as file:
        json.dump(result, file, ensure_ascii=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
