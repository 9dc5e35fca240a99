/** Platform: the house itself. One line for each function. */

export { getHealth } from './queries/get-health.ts';
