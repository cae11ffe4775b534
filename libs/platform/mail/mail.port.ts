export interface Mail {
  /** Stable id of the message: a repeated send of the same key reaches the reader once where the far side allows it. */
  key: string;
  to: string;
  subject: string;
  text: string;
}

/** The mail server took the mail for wrong and will do so again; trying again is of no use. */
export class MailRefusedError extends Error {}

/** Sends mail. Throws `MailRefusedError` for what will never be taken, any other error for what may be tried again. */
export abstract class MailSender {
  abstract send(mail: Mail): Promise<void>;
}
