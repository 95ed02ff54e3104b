import { describe, expect, it } from 'vitest';
import { isLoopback, originsOf, readSettings } from './settings.mjs';

describe('readSettings', () => {
  it('gives the documented defaults', () => {
    expect(readSettings({}, '/somewhere')).toEqual({
      port: 3000,
      host: '127.0.0.1',
      localPort: 9010,
      dataDir: '/somewhere/.spotdeck',
    });
  });

  it('takes an absolute data folder as it is and a relative one from the root', () => {
    expect(readSettings({ SPOTDECK_DATA_DIR: '/data' }, '/root').dataDir).toBe('/data');
    expect(readSettings({ SPOTDECK_DATA_DIR: 'here' }, '/root').dataDir).toBe('/root/here');
  });

  it.each(['0', '65536', '-1', '80.5', 'http', '1e3', ' 80'])('refuses PORT=%s and names it', (PORT) => {
    expect(() => readSettings({ PORT }, '/')).toThrow(/^PORT must be a port from 1 to 65535/);
  });

  it('refuses a bad port of the local backend and names it', () => {
    expect(() => readSettings({ SPOTDECK_LOCAL_PORT: 'x' }, '/')).toThrow(/^SPOTDECK_LOCAL_PORT must be/);
  });

  it('keeps logs for ever, or for as many days as it is told', () => {
    expect(readSettings({}, '/')).not.toHaveProperty('logRetentionDays');
    expect(readSettings({ SPOTDECK_LOG_RETENTION_DAYS: '30' }, '/').logRetentionDays).toBe(30);
    for (const text of ['0', '-1', '1.5', 'a week', '1e3']) {
      expect(() => readSettings({ SPOTDECK_LOG_RETENTION_DAYS: text }, '/')).toThrow(
        /^SPOTDECK_LOG_RETENTION_DAYS must be a number of days/,
      );
    }
  });

  it('takes the Regions and profiles that are offered', () => {
    expect(
      readSettings({ SPOTDECK_REGIONS: 'us-east-1, eu-west-1,us-east-1', SPOTDECK_PROFILES: 'a b,c' }, '/'),
    ).toMatchObject({ regions: ['us-east-1', 'eu-west-1'], profiles: ['a b', 'c'] });
    expect(readSettings({ SPOTDECK_REGIONS: ' ' }, '/')).not.toHaveProperty('regions');
    expect(() => readSettings({ SPOTDECK_REGIONS: 'us-east-1,Ireland' }, '/')).toThrow(
      'SPOTDECK_REGIONS must list Regions such as us-east-1, separated by commas, not "Ireland".',
    );
    expect(() => readSettings({ SPOTDECK_PROFILES: ',' }, '/')).toThrow(/^SPOTDECK_PROFILES must list names/);
  });

  it('takes how often polling may call', () => {
    expect(readSettings({ SPOTDECK_POLLING_RATE: '' }, '/')).not.toHaveProperty('pollingRate');
    expect(readSettings({ SPOTDECK_POLLING_RATE: '0.5' }, '/').pollingRate).toBe(0.5);
    for (const text of ['0', '0.01', '-1', '1e1', '101', 'fast', '1,5', ' 1']) {
      expect(() => readSettings({ SPOTDECK_POLLING_RATE: text }, '/')).toThrow(
        `SPOTDECK_POLLING_RATE must be calls a second from 0.05 to 100, such as 0.5, not "${text}".`,
      );
    }
  });

  it('takes queues of events, by backend', () => {
    const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs';
    expect(readSettings({ SPOTDECK_EVENT_QUEUES: ' ' }, '/')).not.toHaveProperty('eventQueues');
    expect(
      readSettings({ SPOTDECK_EVENT_QUEUES: `us-east-1=${url}, eu-west-1~a~20b=${url}` }, '/').eventQueues,
    ).toEqual({ 'us-east-1': url, 'eu-west-1~a~20b': url });
    expect(
      readSettings({ SPOTDECK_EVENT_QUEUES: 'local=http://127.0.0.1:9/000000000000/jobs' }, '/').eventQueues,
    ).toEqual({ local: 'http://127.0.0.1:9/000000000000/jobs' });
    for (const entry of [
      url,
      `us-east-1=jobs`,
      `Ireland=${url}`,
      `us-east-1=${url}?a=b`,
      `us-east-1=${url.replace('https', 'http')}`,
      `us-east-1=https://sqs.us-east-1.amazonaws.com/jobs`,
      `us-east-1=https://me:pw@example.com/123456789012/jobs`,
    ])
      expect(() => readSettings({ SPOTDECK_EVENT_QUEUES: entry }, '/'), entry).toThrow(
        /^SPOTDECK_EVENT_QUEUES must list backends with the URL of an SQS queue each/,
      );
    expect(() => readSettings({ SPOTDECK_EVENT_QUEUES: `us-east-1=${url},us-east-1=${url}` }, '/')).toThrow(
      'SPOTDECK_EVENT_QUEUES names two queues for us-east-1: a backend has one.',
    );
  });

  it('takes one’s own Pythons: names as they are, paths from the folder that paths start from', () => {
    expect(readSettings({ SPOTDECK_PYTHON: 'python3.12' }, '/').pythons).toEqual({ all: 'python3.12' });
    const given = {
      SPOTDECK_PYTHON_TENSORFLOW: 'venvs/tf',
      SPOTDECK_PYTHON_SCIKIT_LEARN: '/opt/sk',
      SPOTDECK_PYTHON: '',
    };
    expect(readSettings(given, '/base').pythons).toEqual({
      tensorflow: '/base/venvs/tf',
      'scikit-learn': '/opt/sk',
    });
    expect(() => readSettings({ SPOTDECK_PYTHON_TORCH: 'x' }, '/')).toThrow(
      /^SPOTDECK_PYTHON_TORCH is no setting/,
    );
  });

  it('knows the dashboard by every name that leads to it, and by no other port', () => {
    expect(originsOf({ host: '127.0.0.1', port: 3000 })).toEqual([
      'http://127.0.0.1:3000',
      'http://localhost:3000',
    ]);
    expect(originsOf({ host: 'localhost', port: 80 })).toContain('http://[::1]');
    expect(originsOf({ host: '::1', port: 3000 })).toContain('http://[::1]:3000');
    expect(originsOf({ host: '127.9.9.9', port: 3000 })).toEqual(['http://127.9.9.9:3000']);
  });

  it('refuses one port for both servers', () => {
    expect(() => readSettings({ PORT: '9010' }, '/')).toThrow(/PORT and SPOTDECK_LOCAL_PORT are both 9010/);
  });

  it.each([
    '0.0.0.0',
    '192.168.1.4',
    '::',
    'example.com',
    '127.0.0.1.example.com',
    '1270.0.0.1',
    '127.0.0.300',
  ])('refuses to listen on %s, with the reason', (HOST) => {
    expect(() => readSettings({ HOST }, '/')).toThrow(/^HOST must be a loopback address.*no login/);
  });

  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('knows %s as loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
});
