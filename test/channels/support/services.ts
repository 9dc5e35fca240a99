import { sesService, snsService } from '@waybill/channels';

/** The services of AWS, as functions that declare them receive them. */
export const services = { ses: sesService.open, sns: snsService.open };

const undeclared = async (): Promise<never> => {
  throw new Error('this provider is not a service of AWS');
};

/** For providers that need no permissions on AWS. */
export const noServices = { ses: undeclared, sns: undeclared };
