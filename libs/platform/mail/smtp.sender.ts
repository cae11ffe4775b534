import { createTransport, type Transporter } from 'nodemailer';
import { type Mail, MailRefusedError, MailSender } from './mail.port.js';

/** Sends mail through the server at `SMTP_URL`. */
export class SmtpSender extends MailSender {
  private readonly transport: Transporter;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport(url);
  }

  async send({ key, to, subject, text }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({ from: this.from, to, subject, text, messageId: `<${key}@duijie>` });
    } catch (error) {
      const { responseCode, message } = error as { responseCode?: number; message: string };
      // RFC 5321: 5yz is a permanent negative reply.
      if (responseCode !== undefined && responseCode >= 500)
        throw new MailRefusedError(message, { cause: error });
      throw error;
    }
  }
}
