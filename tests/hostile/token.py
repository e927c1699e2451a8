"""Prints a token of the customer of hooks.py, as the shop's server would sign it."""

import base64
import hashlib
import hmac
import json
import os
import time


def part(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=")


now = int(time.time())
claims = {"aud": "demo", "sub": "hostile", "scope": "read redeem", "iat": now, "exp": now + 900}
head = {"alg": "HS256", "typ": "JWT"}
signed = part(json.dumps(head).encode()) + b"." + part(json.dumps(claims).encode())
secret = os.environ["STEMPEL_TOKEN_SECRET"].encode()
print((signed + b"." + part(hmac.new(secret, signed, hashlib.sha256).digest())).decode(), end="")
