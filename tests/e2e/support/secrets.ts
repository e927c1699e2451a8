// What the servers of a test share. They guard nothing. A comma would make two of one.
const base64 = (text: string) => Buffer.from(text).toString('base64');

export const secrets = {
  STEMPEL_TOKEN_SECRET: 'token-secret-of-tests-which-is-long-enough',
  STEMPEL_WEBHOOK_SECRET: `whsec_${base64('webhook-secret-of-tests-which-is-long-enough')}`,
  STEMPEL_SHOP_KEY: 'shop-key-of-tests-which-is-long-enough',
  STEMPEL_ADMIN_KEY: 'admin-key-of-tests-which-is-long-enough',
  STEMPEL_TEST_TOKEN_SECRET: 'test-token-secret-of-tests-which-is-long-enough',
};
