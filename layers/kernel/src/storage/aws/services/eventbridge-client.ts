/** A module of its own, so that importing it dynamically loads this client without the package's other exports. */
export { EventBridgeClient } from '@aws-sdk/client-eventbridge';
