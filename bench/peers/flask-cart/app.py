"""The usual stack: a cart in a server-side session, Flask-Session on Redis, served by gunicorn."""
import os

import redis
from flask import Flask, jsonify, request, session
from flask_session import Session

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SECRET_KEY"],
    SESSION_TYPE="redis",
    SESSION_PERMANENT=False,
    SESSION_REDIS=redis.Redis(host="127.0.0.1", port=int(os.environ["REDIS_PORT"])),
)
Session(app)


@app.post("/cart/add")
def add():
    body = request.get_json()
    item, quantity = body["item"], int(body.get("quantity", 1))
    cart = session.get("cart", [])
    for line in cart:
        if line["item"] == item:
            line["quantity"] += quantity
            break
    else:
        cart.append({"item": item, "quantity": quantity})
    session["cart"] = cart
    session.modified = True
    return jsonify(cart=cart)


@app.get("/cart")
def show():
    return jsonify(cart=session.get("cart", []))


@app.get("/health")
def health():
    return jsonify(status="healthy")
