/** Comms: notifications by e-mail and SMS. One line for each function. */

export { sendNotification } from './commands/send-notification.ts';
export { notificationRow } from './projections/notification-row.ts';
export { getNotification } from './queries/get-notification.ts';
export { listNotifications } from './queries/list-notifications.ts';
export { startDelivering } from './reactions/start-delivering.ts';
export { acceptMail } from './workers/accept-mail.ts';
export { bookAddress } from './workers/book-address.ts';
export { deliver } from './workers/deliver.ts';
