"""The usual stack's consumer: kafka-python, one INCR an event, offsets committed automatically."""
import json
import sys

import redis
from kafka import KafkaConsumer

bootstrap, topic, group, redis_port = sys.argv[1:5]
store = redis.Redis(host="127.0.0.1", port=int(redis_port))
consumer = KafkaConsumer(
    topic,
    bootstrap_servers=bootstrap,
    group_id=group,
    auto_offset_reset="earliest",
    enable_auto_commit=True,
    value_deserializer=lambda value: json.loads(value.decode("utf-8")),
)
for message in consumer:
    store.incr(f"clicks:{message.value['user_id']}:{message.value['action']}")
