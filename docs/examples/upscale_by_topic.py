#!/usr/bin/env python3
"""Upscales one image with a Kafka client, Avro, and the schemas in schemas/src/main/avro.

Usage: upscale_by_topic.py HOST:PORT SCHEMAS IN OUT
Needs: confluent_kafka and avro (Debian: python3-confluent-kafka python3-avro)
"""
import datetime
import hashlib
import io
import pathlib
import sys
import urllib.parse
import uuid

import avro.io
import avro.schema
from confluent_kafka import Consumer, Producer, TopicPartition

MARKER = b"\xc3\x01"
LARGEST_INLINE = 256 * 1024


class Schemas:
    """All released versions of the records, by the fingerprint that stands in front of each record."""

    def __init__(self, folder):
        self.by_fingerprint = {}
        self.newest = {}
        for line in (folder / "fingerprints.txt").read_text().splitlines():
            if not line.startswith("#"):
                fingerprint, version = line.split()
                schema = avro.schema.parse((folder / "history" / f"{version}.avsc").read_text())
                self.by_fingerprint[bytes.fromhex(fingerprint)] = schema
                self.newest[version.split("/")[0]] = (bytes.fromhex(fingerprint), schema)

    def encode(self, record, values):
        fingerprint, schema = self.newest[record]
        out = io.BytesIO()
        avro.io.DatumWriter(schema).write(filled(schema, values), avro.io.BinaryEncoder(out))
        return MARKER + fingerprint + out.getvalue()

    def decode(self, record, data):
        if data[:2] != MARKER:
            raise ValueError("Not a record in Avro's single-object encoding.")
        written, wanted = self.by_fingerprint[data[2:10]], self.newest[record][1]
        return avro.io.DatumReader(written, wanted).read(avro.io.BinaryDecoder(io.BytesIO(data[10:])))


def filled(schema, values):
    """The values, with the schema's default for each field that was left out."""
    return {field.name: values[field.name] if field.name in values else field.default for field in schema.fields}


def payload(value):
    """Small results come inside the record, larger ones lie in the store; this example reads stores that are folders."""
    if "data" in value:
        return value["data"]
    data = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(value["uri"]).path)).read_bytes()
    if hashlib.sha256(data).hexdigest() != value["sha256"]:
        raise ValueError(f"The blob {value['uri']} is not the one that was published.")
    return data


def main(broker, folder, source, target):
    schemas = Schemas(pathlib.Path(folder))
    image = pathlib.Path(source).read_bytes()
    if len(image) > LARGEST_INLINE:
        sys.exit(f"{source} has more than 256 KiB: put it into the store and send a BlobReference instead.")
    job = str(uuid.uuid4())
    recipe = schemas.newest["UpscaleRequest"][1].fields_dict["recipe"].type
    request = schemas.encode("UpscaleRequest", {
        "jobId": job,
        "operation": "RESIDUAL_SHIFT",
        "input": {"mediaType": "application/octet-stream", "data": image},
        "recipe": filled(recipe, {"model": "acuity-s-x4"}),
        "submittedAt": datetime.datetime.now(datetime.timezone.utc),
    })

    # The place in the results is fixed before the request is sent; the group is never joined.
    consumer = Consumer({"bootstrap.servers": broker, "group.id": job, "isolation.level": "read_committed"})
    partitions = consumer.list_topics("acuity.results", 10).topics["acuity.results"].partitions
    ends = [consumer.get_watermark_offsets(TopicPartition("acuity.results", p), 10)[1] for p in partitions]
    consumer.assign([TopicPartition("acuity.results", p, end) for p, end in zip(partitions, ends)])

    producer = Producer({"bootstrap.servers": broker, "acks": "all", "enable.idempotence": True})
    producer.produce("acuity.requests", key=job, value=request)
    if producer.flush(10):
        sys.exit(f"The broker {broker} did not take the request.")
    print("sent", job)

    while True:
        message = consumer.poll(1)
        if message is None or message.error() or message.key() != job.encode():
            continue
        result = schemas.decode("UpscaleResult", message.value())
        if result["outcome"] != "SUCCEEDED":
            sys.exit(f"The job ended as {result['outcome']}: {result['failure']}")
        pathlib.Path(target).write_bytes(payload(result["output"]))
        print("wrote", target, f"{result['width']} x {result['height']}, by", result["checkpoint"])
        return consumer.close()


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
