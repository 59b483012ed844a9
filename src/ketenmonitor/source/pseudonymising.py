"""Have the key services evaluate what `pack` blinded, and finish the delivery with what they answered.

    blinded/0000.elements      count x 32 bytes: the blinded elements of the first batch; written by `pack`
    blinded/0000.seed          32 bytes from which its masks follow, which the second service gets and nobody else; by `pack`
    blinded/0000.blinds        the envelope with its masked blinds, for the recipient: says what batch it is; by `pack`
    blinded/0000.evaluations   the envelope of the last service, for the recipient; written here, and never asked again
    delivery.pending.json      the manifest without pseudonyms.parquet
    pseudonyms.parquet, delivery.json, delivery.sig   written here, in this order

Comes in: such a folder and where the services are. Goes out: a delivery. The promise: killed at any moment, the folder is one
that is not finished or one that is, and the next run goes on where this one was; nothing is here from which an identifier, a
blind or an evaluation could be learnt, but by the recipient itself.
"""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.errors import DeliveryError, ServiceError, StorageError, UsageError
from ketenmonitor.keys import Signer
from ketenmonitor.pseudonyms.batches import SEED_BYTES
from ketenmonitor.pseudonyms.envelopes import BLINDS, BYTES, EVALUATION, MOST, Claims, Unopened, claims_of
from ketenmonitor.source.durable import write_whole
from ketenmonitor.source.packing import sha256_of
from ketenmonitor.source.pseudonym_file import FILE, write_pseudonyms
from ketenmonitor.source.services import Service
from ketenmonitor.source.signature import SIGNATURE, sign

PENDING, MANIFEST, BLINDED = "delivery.pending.json", "delivery.json", "blinded"
AT_ONCE = 4  # batches: while one is on its way, others are evaluated
PATH = "/v1/evaluaties"
OF_A_BATCH = ("sub", "purpose", "period", "batch", "count")  # what every envelope of one batch says alike


@dataclass(frozen=True)
class Batch:
    """One batch of a delivery. `place`: its files without their endings; `first`: its first token; `blinds`: what is on them."""

    place: Path
    first: int
    blinds: Claims

    def file(self, ending: str) -> Path:
        return self.place.with_suffix(f".{ending}")


@dataclass(frozen=True)
class Pseudonymised:
    """What came of it. `asked`: batches that were sent now; the others were there. All 0: it was finished already."""

    delivery_id: str
    identifiers: int
    batches: int
    asked: int
    is_signed: bool


def pseudonymise(
    folder: Path, services: tuple[Service, Service], signer: Signer | None, now: int, done: Callable[[int, int], None]
) -> Pseudonymised:
    """Finish the delivery in a folder. `done` is told how many batches there are, of how many.

    Raises a KetenmonitorError for what a person must mend; what was done before is kept.
    """
    if (folder / MANIFEST).is_file() and not (folder / PENDING).is_file():
        shutil.rmtree(folder / BLINDED, ignore_errors=True)  # of a run that was killed when all was done
        return Pseudonymised(_delivery_id(folder / MANIFEST), 0, 0, 0, (folder / SIGNATURE).is_file())
    if not (folder / BLINDED).is_dir():
        raise UsageError(f"{folder}: there is nothing here to make pseudonyms for. Name a folder as `pack` leaves it.")
    try:
        with FileLock(folder / BLINDED / ".lock", timeout=0):
            batches = read_batches(folder, now)
            missing = [batch for batch in batches if not _is_kept(batch, now)]
            _evaluate(missing, services, now, lambda n: done(len(batches) - len(missing) + n, len(batches)))
            delivery_id = _finish(folder, batches, signer)
    except Timeout:
        raise StorageError(f"{folder}: another `pseudonymise` is at work here. Wait until it is done.") from None
    shutil.rmtree(folder / BLINDED, ignore_errors=True)
    return Pseudonymised(
        delivery_id, sum(b.blinds.count for b in batches), len(batches), len(missing), signer is not None
    )


def read_batches(folder: Path, now: int) -> list[Batch]:
    """The batches that `pack` left. Raises DeliveryError when their files do not agree, or are too old."""
    batches: list[Batch] = []
    first = 0
    for place in sorted((folder / BLINDED).glob("*.blinds")):
        batch = _batch(place, first)
        if batch is None or place.stem != f"{len(batches):04d}":
            raise _odd(folder)
        if batch.blinds.exp <= now:
            raise DeliveryError(f"{folder}: packed too long ago for its recipient to open it. Pack the delivery again.")
        batches.append(batch)
        first += batch.blinds.count
    is_of_one = len({(b.blinds.aud, b.blinds.sub, b.blinds.purpose, b.blinds.period) for b in batches}) <= 1
    if not is_of_one or len(list((folder / BLINDED).glob("*.elements"))) != len(batches):
        raise _odd(folder)
    return batches


def _batch(place: Path, first: int) -> Batch | None:
    """The batch with these blinds; None when its files do not agree."""
    try:
        claims = claims_of(place.read_text(encoding="ascii"))
        size, seed_size = (place.with_suffix(ending).stat().st_size for ending in (".elements", ".seed"))
    except (OSError, ValueError):  # Unopened is a ValueError
        return None
    is_right = (
        claims.typ == BLINDS and 0 < claims.count <= MOST and (size, seed_size) == (claims.count * BYTES, SEED_BYTES)
    )
    return Batch(place.with_suffix(""), first, claims) if is_right else None


def _odd(folder: Path) -> DeliveryError:
    return DeliveryError(f"{folder / BLINDED}: these are not the files that `pack` leaves. Pack the delivery again.")


def _is_kept(batch: Batch, now: int) -> bool:
    """Whether an earlier run has the answer, and the recipient may still open it."""
    try:
        claims = claims_of(batch.file("evaluations").read_text(encoding="ascii"))
        _check(batch, claims, batch.blinds.aud)
    except (OSError, ValueError):
        return False
    return claims.exp > now


def _evaluate(batches: list[Batch], services: tuple[Service, Service], now: int, done: Callable[[int], None]) -> None:
    """Have the missing batches evaluated, several at once; the first trouble stops the rest."""
    done(0)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [pool.submit(_through_both, batch, services, now) for batch in batches]
        try:
            for n, one in enumerate(as_completed(asked), start=1):
                one.result()
                done(n)
        except BaseException:  # also when somebody stops it: nobody waits for a service any more
            for service in services:
                service.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _through_both(batch: Batch, services: tuple[Service, Service], now: int) -> None:
    elements, seed = (b64encode(batch.file(ending).read_bytes()).decode() for ending in ("elements", "seed"))
    first, _ = _asked(services[0], batch, {"elements": elements})
    last, claims = _asked(services[1], batch, {"envelope": first, "seed": seed})
    if claims.exp <= now:
        raise ServiceError(
            f"{services[1].road.host}: closed an envelope that is too old. Look whether both clocks are right."
        )
    if claims.aud != batch.blinds.aud:
        raise ServiceError(
            f"{services[1].road.host}: closed an envelope that is not for the recipient. Look whether the services stand in the "
            "mapping in the order of the purpose register."
        )
    write_whole(batch.file("evaluations"), last.encode())


def _asked(service: Service, batch: Batch, values: dict[str, str]) -> tuple[str, Claims]:
    """The envelope of a service, and what is on it."""
    said = batch.blinds
    about = {"recipient": said.aud, "purpose": said.purpose, "period": said.period, "batch": said.batch}
    body = json.dumps({**about, **values}).encode()
    answer = service.ask("POST", PATH, body, {"Content-Type": "application/json"})
    if answer.status != 200:
        raise ServiceError(f"{service.road.host}: refuses to evaluate: {answer.sentence} What was done is kept.")
    envelope = answer.said.get("envelope")
    try:
        claims = claims_of(envelope if isinstance(envelope, str) else "")
        _check(batch, claims, claims.aud)
    except Unopened:
        raise ServiceError(
            f"{service.road.host}: answered with something else than an envelope of this batch. Tell who runs it."
        ) from None
    assert isinstance(envelope, str)
    return envelope, claims


def _check(batch: Batch, claims: Claims, aud: str) -> None:
    same = {name: getattr(batch.blinds, name) for name in OF_A_BATCH}
    if claims != replace(claims, typ=EVALUATION, aud=aud, **same):
        raise Unopened("other", "This envelope is of another batch.")


def _delivery_id(manifest: Path) -> str:
    return str(json.loads(manifest.read_text(encoding="utf-8"))["delivery_id"])


def _finish(folder: Path, batches: list[Batch], signer: Signer | None) -> str:
    """Write what the delivery still lacks: the manifest last, and its signature."""
    manifest: dict[str, Any] = json.loads((folder / PENDING).read_text(encoding="utf-8"))
    write_pseudonyms(folder, ((b.blinds, b.first, b.file("evaluations"), b.file("blinds")) for b in batches))
    manifest["files"][FILE] = {"rows": len(batches), "sha256": sha256_of(folder / FILE)}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    write_whole(folder / MANIFEST, text.encode())
    if signer is not None:
        sign(folder, signer)
    (folder / PENDING).unlink()
    return str(manifest["delivery_id"])
