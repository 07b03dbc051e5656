// What the group robots of the messaging platforms that units use take, as their makers document it. A robot
// speaks to a whole group: it is told who has something to read, never what.
import type { WebhookKind } from '@xueshi/contracts';
import { createHmac } from 'node:crypto';

export type RobotKind = Exclude<WebhookKind, 'xueshi'>;

export const isRobot = (kind: WebhookKind): kind is RobotKind => kind !== 'xueshi';

interface Robot {
  readonly url: string;
  /** Empty where the robot was made without one. */
  readonly secret: string;
}

export interface RobotCall {
  readonly url: URL;
  readonly body: string;
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');

/** 钉钉: the signature stands in the address, over milliseconds. */
function dingtalkCall({ url, secret }: Robot, text: string, now: Date): RobotCall {
  const address = new URL(url);
  if (secret !== '') {
    const timestamp = String(now.getTime());
    address.searchParams.set('timestamp', timestamp);
    address.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`));
  }
  return { url: address, body: JSON.stringify({ msgtype: 'text', text: { content: text } }) };
}

/** 飞书: the signature stands in the body, over seconds; time and secret are the key, and nothing is signed. */
function feishuCall({ url, secret }: Robot, text: string, now: Date): RobotCall {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signed = secret === '' ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') };
  const body = JSON.stringify({ ...signed, msg_type: 'text', content: { text } });
  return { url: new URL(url), body };
}

/** 企业微信: the address is the secret. */
const wecomCall = ({ url }: Robot, text: string): RobotCall => ({
  url: new URL(url),
  body: JSON.stringify({ msgtype: 'text', text: { content: text } }),
});

const CALLS: Readonly<Record<RobotKind, (robot: Robot, text: string, now: Date) => RobotCall>> = {
  wecom: wecomCall,
  dingtalk: dingtalkCall,
  feishu: feishuCall,
};

/** The call that lets a robot say `text`, at most 2,048 bytes, to its group. */
export const robotCall = (kind: RobotKind, robot: Robot, text: string, now: Date): RobotCall =>
  CALLS[kind](robot, text, now);

/** Whether a robot took a message: all of them answer 200 also where they did not, and say so in `errcode` or `code`. */
export function isTakenByRobot(answer: string): boolean {
  try {
    const told = JSON.parse(answer) as Readonly<Record<string, unknown>> | null;
    return told?.['errcode'] === 0 || told?.['code'] === 0;
  } catch {
    return false;
  }
}
