import type { Contexts, Definition } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as all from '#functions/contexts';
import { httpOf, roleOf, routeOf } from '#test/support/http/definitions';
import { allows } from '../support/iam.ts';
import { exportOf, flat, templatesOn } from '../support/sample-app.ts';

/** The roles and their permissions on the secrets of a stage, from the templates. */
const contexts: Contexts = all;
const table = 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/waybill-prod';

const functions = Object.values(templatesOn('prod', contexts)).flatMap((template) => {
  const roles = template.findResources('AWS::IAM::Role');
  return Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => {
    const { Policies } = flat(roles[Properties.Role['Fn::GetAtt'][0]]!.Properties);
    return {
      name: exportOf(Properties),
      statements: Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement) as any[],
    };
  });
});
const definitionOf = (name: string): Definition | undefined => {
  const [context = '', key = ''] = name.split('.');
  return contexts[context]?.[key]?.definition;
};
const named = (of: typeof functions) => of.map(({ name }) => name).toSorted();
const matching = (may: (definition: Definition) => boolean) =>
  named(
    functions.filter(({ name }) => {
      const definition = definitionOf(name);
      return definition && may(definition);
    }),
  );

const onParameter = (action: string, parameter: string, effect = 'Allow') =>
  functions.filter(({ statements }) =>
    statements.some(
      ({ Effect, Action, Resource }) =>
        Effect === effect &&
        [Action].flat().includes(`ssm:${action}`) &&
        [Resource].flat().some((arn: string) => arn.endsWith(`:parameter/waybill/prod/${parameter}`)),
    ),
  );
const maySet = (parameter: string) => named(onParameter('PutParameter', parameter));
const mayRead = (parameter: string) => named(onParameter('GetParameter', parameter));

const onKey = (actions: readonly string[], key: string) =>
  named(
    functions.filter(({ statements }) => actions.some((action) => allows(statements, table, { action, keys: [key] }))),
  );
const looks = ['GetItem', 'Query', 'BatchGetItem'];
const changes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

const seeds = 'identity.seedSecrets';
const rotates = 'identity.rotateKeys';

describe('the secret that signs cookies and encrypts keys', () => {
  test('is created by one function, which cannot change it', () => {
    expect(maySet('auth-secret')).toEqual([seeds]);
    expect(named(onParameter('PutParameter', 'auth-secret', 'Deny'))).toEqual([seeds]);
  });

  test('is read by functions with a session, by sign-in, and by functions that create keys', () => {
    const signedIn = matching((definition) => roleOf(definition) === 'person');
    const open = ['signUp', 'confirmVerification', 'signIn', 'answerChallenge', 'confirmSignInLink'];
    const signing = [...open, 'confirmPasswordReset'].map((name) => `identity.${name}`);
    expect(mayRead('auth-secret')).toEqual([...signedIn, ...signing, seeds, rotates].toSorted());
  });
});

describe('the keys that sign tokens', () => {
  test('are written only by the function that creates the first and by the one that rotates', () => {
    const both = [rotates, seeds];
    expect(maySet('jwks')).toEqual(both);
    expect(onKey(changes, 'identity#-#record#signing-keys#ring')).toEqual(both);
    expect(onKey(changes, 'identity#-#signing-keys#a-key')).toEqual(both);
  });

  test('are read by functions that sign; all others read the public keys', () => {
    expect(onKey(looks, 'identity#-#record#signing-keys#ring')).toEqual(['identity.mintToken', rotates, seeds]);
    expect(mayRead('jwks')).toEqual([
      'foundation.authorizer',
      'identity.getJwks',
      'identity.mintToken',
      rotates,
      seeds,
    ]);
  });
});

describe('the key that signs cursors', () => {
  test('is created by one function, which cannot change it', () => {
    expect(maySet('cursor-key')).toEqual([seeds]);
    expect(named(onParameter('PutParameter', 'cursor-key', 'Deny'))).toEqual([seeds]);
  });

  test('is read only by functions with paged responses', () => {
    const paged = matching((definition) => 'cursor' in (httpOf(definition)?.input.shape ?? {}));
    expect(paged.length).toBeGreaterThan(8);
    expect(mayRead('cursor-key')).toEqual([...paged, seeds].toSorted());
  });
});

test('no HTTP function may set a parameter', () => {
  const setting = functions.filter(({ statements }) =>
    statements.some(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().some((it) => /^ssm:Put|\*/.test(it))),
  );
  expect(named(setting)).toEqual(['comms.seedUnsubscribeKey', 'comms.seedWebhookKey', rotates, seeds].toSorted());
  for (const name of named(setting)) expect(routeOf(definitionOf(name)!), name).toBeUndefined();
});

describe('access to user data', () => {
  const some = (...names: string[]) => names.map((name) => `identity.${name}`).toSorted();

  test('allows reading passwords to check or set them, and writing only to set them', () => {
    const set = ['confirmVerification', 'changePassword', 'confirmPasswordReset'];
    const checked = ['signIn', 'enrolSecondFactor', 'removeSecondFactor', 'renewBackupCodes'];
    expect(onKey(looks, 'identity#-#record#account#1')).toEqual(some(...set, ...checked));
    expect(onKey(changes, 'identity#-#record#account#1')).toEqual(some(...set));
  });

  test('allows reading and writing second factors to check or change them', () => {
    const enrolled = ['enrolSecondFactor', 'confirmSecondFactor', 'removeSecondFactor', 'renewBackupCodes'];
    // A user who verifies the unverified address of an account gets the account without the credentials that others have set up.
    const changed = [...enrolled, 'answerChallenge', 'confirmVerification'];
    expect(onKey(changes, 'identity#-#record#second-factor#1')).toEqual(some(...changed));
    expect(onKey(looks, 'identity#-#record#second-factor#1')).toEqual(some(...changed, 'signIn', 'confirmSignInLink'));
  });

  test('for appending to a stream does not include the record of the same name', () => {
    const written = ['changeMe', 'confirmVerification', 'confirmSecondFactor', 'removeSecondFactor'];
    expect(onKey(changes, 'identity#-#record#user#1')).toEqual(some(...written));
    expect(onKey(changes, 'identity#-#user#1')).toEqual(
      some(...written, 'changePassword', 'confirmPasswordReset', 'renewBackupCodes'),
    );
  });

  test('allows the cleanup job to find expired sessions, by schedule and by hand', () => {
    const sweeping = functions.filter(({ statements }) =>
      allows(statements, table, { action: 'Query', index: 'gsi1', keys: ['identity#-#due#session'] }),
    );
    expect(named(sweeping)).toEqual(['identity.purgeSessions', 'identity.runPurgeSessions']);
  });
});
