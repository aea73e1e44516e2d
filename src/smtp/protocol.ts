/** How smtp-server is set up: what is offered, and to whom. */
import type { SMTPServerOptions } from 'smtp-server';
import type { Limits } from './limits.ts';
import type { ListenerOptions } from './listener.ts';

export function protocol(options: ListenerOptions, limits: Limits): SMTPServerOptions {
  return {
    name: options.hostname,
    lmtp: options.lmtp,
    size: options.maxSize,
    maxRecipients: limits.recipients,
    disabledCommands: disabledCommands(options, false),
    // Switched on for all, but among the disabled commands for everybody but a trusted relay: closed by default.
    useXClient: true,
    useXForward: true,
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    heloResponse: '%s',
    logger: false,
    socketTimeout: limits.commandSeconds * 1000,
    closeTimeout: limits.closeSeconds * 1000,
    ...(options.tls && { key: options.tls.key, cert: options.tls.cert, minVersion: 'TLSv1.2' }),
  };
}

// smtp-server's own certificate is public, so without one of ours there is no STARTTLS. WIZ, SHELL and KILL are jokes.
export function disabledCommands(options: ListenerOptions, trusted: boolean): string[] {
  return [
    'AUTH',
    'WIZ',
    'SHELL',
    'KILL',
    ...(options.tls ? [] : ['STARTTLS']),
    ...(trusted ? [] : ['XCLIENT', 'XFORWARD']),
  ];
}
