/** 203.0.113.7 → 203.0.*.*; of an address of the sixth version the first two groups stay. */
function maskAddress(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (bare.includes('.')) return `${bare.split('.').slice(0, 2).join('.')}.*.*`;
  return `${bare.split(':').slice(0, 2).join(':')}:*`;
}

function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${[...local][0] ?? ''}***@${domain}`;
}

const maskPhone = (phone: string): string =>
  phone.length < 8 ? '***' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** The family name stays: 张某某 → 张**. */
const maskName = (name: string): string => `${[...name][0] ?? ''}**`;

const MASKS: Readonly<Record<string, (value: string) => string>> = {
  email: maskEmail,
  ip: maskAddress,
  phone: maskPhone,
  name: maskName,
};

/** A personal value for somebody who must recognise it and may not know it. A kind without a mask is not shown at all. */
export const maskPersonal = (field: string, value: string): string => (MASKS[field] ?? (() => '***'))(value);
