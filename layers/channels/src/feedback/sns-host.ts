/** The host of SNS in the region of a topic; `undefined` for what is no topic. */
const hostOf = (topicArn: string): string | undefined => {
  const [, partition, region] =
    /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/.exec(topicArn) ?? [];
  return region && `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
};

/** A URL of SNS itself, in the region of the topic; not of a bucket or of another service. */
export const snsUrl = (text: string, topicArn: string): URL | undefined => {
  const url = URL.parse(text);
  const isItself = url?.protocol === 'https:' && url.host === hostOf(topicArn) && !url.username && !url.password;
  return isItself ? url : undefined;
};
