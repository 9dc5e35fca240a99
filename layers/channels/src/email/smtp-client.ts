/** A module of its own, so that importing it dynamically loads the client with the first message. */
export { createTransport } from 'nodemailer';
