// What the servers of a test share. They guard nothing.
export const secrets = {
  STEMPEL_TOKEN_SECRET: 'a token secret for tests, long enough',
  STEMPEL_WEBHOOK_SECRET: `whsec_${Buffer.from('a webhook secret for tests, long enough').toString('base64')}`,
  STEMPEL_SHOP_KEY: 'a shop key for tests, which is long enough',
};
