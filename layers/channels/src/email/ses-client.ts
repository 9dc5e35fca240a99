/** A module of its own, so that importing it dynamically loads this client without the package's other exports. */
export { SESv2Client, type SESv2ClientConfig, SendEmailCommand } from '@aws-sdk/client-sesv2';
