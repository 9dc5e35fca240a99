const topicArn = /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/;

export const isTopicArn = (text: string): boolean => topicArn.test(text);

/** The host of SNS in the region of a topic; `undefined` for what is no topic. */
const hostOf = (arn: string): string | undefined => {
  const [, partition, region] = topicArn.exec(arn) ?? [];
  return region && `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
};

/** A URL of SNS itself, in the region of the topic; not of a bucket or of another service. */
export const snsUrl = (text: string, arn: string): URL | undefined => {
  const url = URL.parse(text);
  const isItself = url?.protocol === 'https:' && url.host === hostOf(arn) && !url.username && !url.password;
  return isItself ? url : undefined;
};
