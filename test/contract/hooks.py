"""What Schemathesis cannot know of the API by its description: who signs in, and what is true of several fields."""

import json
import os
import re
import time
from datetime import datetime, timedelta, timezone
from urllib.request import Request, urlopen

import schemathesis

URL = os.environ["WAYBILL_URL"]
DEMO = "0d5a0c1e-0000-4000-8000-000000000001"


def post(path, body, token=None):
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    with urlopen(Request(URL + path, json.dumps(body).encode(), headers)) as answer:
        return json.load(answer)


class Owner:
    """The owner of the demo organization: a session for what asks for one, else a token of at most ten minutes."""

    def __init__(self):
        self.session = None
        self.device = None
        self.token = None
        self.until = 0

    def bearer(self, needs_session):
        if self.session is None:
            credentials = {"email": "owner@demo.example", "password": "four seasons in one van"}
            # A device that is known has a budget of its own: what is guessed from here does not keep the owner out.
            if self.device:
                credentials["device"] = self.device
            signed_in = post("/auth/sign-in", credentials)
            self.session, self.device = signed_in["token"], signed_in["device"]
            post(f"/organizations/{DEMO}/activation", {}, self.session)
        if needs_session:
            return self.session
        if time.time() > self.until:
            self.token = post("/auth/token", {}, self.session)["token"]
            self.until = time.time() + 600
        return self.token


owner = Owner()


@schemathesis.auth(refresh_interval=None)
class Bearer:
    def get(self, case, ctx):
        security = ctx.operation.definition.raw.get("security", [])
        if not security:
            return None
        return owner.bearer(any("session" in scheme for scheme in security))

    def set(self, case, data, ctx):
        if data is not None:
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data}"


CHANGES_SESSIONS = {
    "signOut",
    "revokeSession",
    "revokeOtherSessions",
    "changePassword",
    "startImpersonation",
    "startEmulation",
    "createOrganization",
    "activateOrganization",
    "acceptInvitation",
    "leaveOrganization",
}


@schemathesis.hook
def after_call(context, case, response):
    """A request that ends a session or changes its organization needs a new session for the next request."""
    if case.operation.definition.raw["operationId"] in CHANGES_SESSIONS:
        owner.session = None
        owner.until = 0


PAIRS = [
    ("from", "to"),
    ("createdFrom", "createdTo"),
    ("scheduledFrom", "scheduledTo"),
    ("scheduledStart", "scheduledEnd"),
]


def in_order(fields):
    """JSON Schema cannot say that one time comes before another: a valid request has them in order."""
    if not isinstance(fields, dict):
        return
    for first, second in PAIRS:
        if fields.get(first) is not None and fields.get(second) is not None:
            fields[first], fields[second] = "2030-01-01T08:00:00Z", "2030-01-01T12:00:00Z"
    # Both ends of a window that must be free, or neither.
    if "freeFrom" in fields or "freeTo" in fields:
        fields.update(freeFrom="2030-01-01T08:00:00Z", freeTo="2030-01-01T12:00:00Z")
    for value in list(fields.values()):
        for part in value if isinstance(value, list) else [value]:
            in_order(part)


EITHER = {
    "signIn": ("username", "email", "unknown"),
    "answerChallenge": ("code", "backupCode", "000000"),
    "removeSecondFactor": ("code", "backupCode", "000000"),
    "renewBackupCodes": ("code", "backupCode", "000000"),
}


def one_of_two(operation, body):
    """The description says in words where one of two fields must be given."""
    if operation in EITHER:
        first, second, otherwise = EITHER[operation]
        if first in body:
            body.pop(second, None)
        elif second not in body:
            body[first] = otherwise


CHOSEN = {
    "signUp": "password",
    "changePassword": "newPassword",
    "confirmPasswordReset": "password",
    "confirmVerification": "password",
}


def good_password(operation, body):
    """A chosen password must not be a common one, a date or digits only."""
    field = CHOSEN.get(operation)
    if field in body:
        body[field] = "seven vans before noon"


def plain_name(body):
    """Invisible characters are not allowed in names; no portable pattern can express that."""
    if isinstance(body.get("name"), str):
        body["name"] = re.sub(r"[^A-Za-z0-9 '-]", "", body["name"]).strip() or "Ada"


def ahead(body):
    """What expires does so in the future, and within a year."""
    if body.get("expiresAt") is not None:
        body["expiresAt"] = (datetime.now(timezone.utc) + timedelta(days=1)).isoformat()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes a request that is valid by its description valid by what the description can only say in words."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    operation = case.operation.definition.raw["operationId"]
    in_order(case.query)
    in_order(case.body)
    if isinstance(case.body, dict):
        one_of_two(operation, case.body)
        good_password(operation, case.body)
        plain_name(case.body)
        ahead(case.body)
    # After the delivery has set out, assigning is a hand-over, and needs a reason.
    if operation in {"assignDriver", "assignVehicle"} and isinstance(case.body, dict):
        case.body["reason"] = "A change of plans."
    # A cursor is sealed: only one that was answered is valid.
    if case.query and "cursor" in case.query:
        del case.query["cursor"]
    # A version is valid while the thing has it.
    if case.headers and "If-Match" in case.headers:
        case.headers["If-Match"] = "*"
