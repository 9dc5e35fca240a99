/** A module of its own, so that importing it dynamically loads this client without the package's other exports. */
export { SQSClient } from '@aws-sdk/client-sqs';
