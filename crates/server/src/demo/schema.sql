-- The demo shop's own tables. The loyalty backend has a database of its own and never reads this.
CREATE TABLE IF NOT EXISTS customers (
  id TEXT PRIMARY KEY,
  sub TEXT NOT NULL UNIQUE,          -- the opaque id other systems get; the id above stays here
  name TEXT NOT NULL,
  full_name TEXT NOT NULL,
  email TEXT NOT NULL,
  street TEXT NOT NULL,
  postcode TEXT NOT NULL,
  city TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS sessions (
  id INTEGER PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,  -- the cookie's secret is never stored
  customer TEXT REFERENCES customers (id),
  seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS carts (
  session INTEGER PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  id TEXT NOT NULL UNIQUE,           -- pays once: an order remembers the cart it came from
  delivery TEXT NOT NULL DEFAULT 'courier',
  order_id TEXT,                     -- reserved at the first attempt to pay
  version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE IF NOT EXISTS cart_lines (
  session INTEGER NOT NULL REFERENCES carts (session) ON DELETE CASCADE,
  sku TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  PRIMARY KEY (session, sku)
) STRICT;

-- Which version of a cart the loyalty backend was told of.
CREATE TABLE IF NOT EXISTS carts_told (
  session INTEGER PRIMARY KEY REFERENCES carts (session) ON DELETE CASCADE,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS cart_coupons (
  session INTEGER NOT NULL REFERENCES carts (session) ON DELETE CASCADE,
  code TEXT NOT NULL,
  coupon TEXT NOT NULL,              -- what the loyalty backend said it is worth
  PRIMARY KEY (session, code)
) STRICT;

CREATE TABLE IF NOT EXISTS order_numbers (n INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

CREATE TABLE IF NOT EXISTS orders (
  id TEXT PRIMARY KEY,
  cart TEXT UNIQUE,
  session INTEGER,
  customer TEXT REFERENCES customers (id),
  placed_at TEXT NOT NULL,
  address TEXT NOT NULL,
  delivery TEXT NOT NULL,
  codes TEXT NOT NULL,
  goods INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  shipping INTEGER NOT NULL,
  total INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS order_lines (
  order_id TEXT NOT NULL REFERENCES orders (id),
  line INTEGER NOT NULL,
  sku TEXT NOT NULL,
  category TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  unit_price INTEGER NOT NULL,
  gift INTEGER NOT NULL,             -- came with a coupon, at no price
  PRIMARY KEY (order_id, line)
) STRICT;

CREATE TABLE IF NOT EXISTS refunds (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  at TEXT NOT NULL,
  amount INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS refund_lines (
  refund TEXT NOT NULL REFERENCES refunds (id),
  sku TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (refund, sku)
) STRICT;

CREATE TABLE IF NOT EXISTS outbox (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,           -- the webhook's id, the same at each attempt
  subject TEXT NOT NULL,             -- the order; its events leave in order
  body TEXT NOT NULL,
  next_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  delivered_at TEXT,
  last_error TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (subject, seq) WHERE delivered_at IS NULL;

CREATE TABLE IF NOT EXISTS reviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer TEXT NOT NULL REFERENCES customers (id),
  sku TEXT NOT NULL,
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (customer, sku)
) STRICT;

CREATE TABLE IF NOT EXISTS subscribers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer TEXT NOT NULL UNIQUE REFERENCES customers (id),
  status TEXT NOT NULL,              -- active, paused, ended
  until TEXT                         -- paid for until then; nothing while it is paused
) STRICT;
