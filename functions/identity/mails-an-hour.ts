/** Nobody's mailbox is filled by us: what is beyond is answered like all the others, and not sent. */
export const mailsAnHour = { most: 5, seconds: 3_600 };
