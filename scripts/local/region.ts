/** The SDK requires a region; DynamoDB Local and fauxqs ignore it. */
export const localRegion = 'eu-west-1';
