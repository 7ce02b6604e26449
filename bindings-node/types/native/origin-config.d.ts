// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { ConfigKind, ConfigListener, ConfigReportRecord } from '../config'
import type { Finding } from '../finding'
import type { OriginVerdict, BypassKind } from '../origin'

/** A server's configuration: the main file first, and the files that it includes under the names that its directives give. */
export declare class ConfigFiles {
  /** These texts by name, the main one first. */
  constructor(texts: Record<string, string>, options?: ConfigFilesOptions | undefined | null)
  /**
   * From disk: a main file, with what it includes from its folder and beneath, or a folder of manifests. Rejects with
   * `OriginError`.
   */
  static load(path: string, options?: ConfigLoadOptions | undefined | null): Promise<unknown>
  /** `load`, waiting here. */
  static loadSync(path: string, options?: ConfigLoadOptions | undefined | null): ConfigFiles
  /**
   * The names of the files given, the main one first, and then of those that checks have read from disk so far because a
   * directive names them: what is included, CAs, lists of certificates.
   */
  get names(): Array<string>
  /** The name of the main file. */
  toString(): string
}

/** The listeners of a configuration, what is wrong with them, and what it comes to. */
export declare class ConfigReport {
  private constructor()
  /** Whose configuration it is. */
  get kind(): ConfigKind
  /** What the configuration promises. */
  get verdict(): OriginVerdict
  /** The ways around, of a verdict of `bypass`. */
  get bypasses(): BypassKind[]
  /** 0 for `enforced`, and a number of its own from 10 on for every other verdict. */
  get exitCode(): number
  /** The sockets and the virtual hosts on them, in the order of the configuration. */
  get listeners(): ConfigListener[]
  /** What is wrong, the gravest first, each with its file and line and the next step. */
  get findings(): Finding[]
  /** Whether something of severity `error` was found. */
  get hasErrors(): boolean
  /** Whether both say the same. */
  equals(other: ConfigReport): boolean
  /** For people: the verdict, a line for each listener, the findings. */
  toText(): string
  /** For people, as `toText`. */
  toString(): string
  /** For code scanning: SARIF 2.1.0, each finding at its line. */
  toSarif(): string
  /** All of it as a plain object. */
  toJSON(): ConfigReportRecord
}

/**
 * Reads a configuration off the main thread and says who gets in without the edge's client certificate; no connection is opened.
 * Rejects with `OriginError` for what its own server would not read.
 */
export declare function checkConfig(kind: ConfigKind, files: ConfigFiles, options?: ConfigOptions | undefined | null): Promise<unknown>

/** `checkConfig`, waiting here. */
export declare function checkConfigSync(kind: ConfigKind, files: ConfigFiles, options?: ConfigOptions | undefined | null): ConfigReport

/** What is known of the files. */
export interface ConfigFilesOptions {
  /** There are no others: a pattern that none of them matches includes nothing, where it otherwise leaves the verdict open. */
  complete?: boolean
}

/** What may be read. */
export interface ConfigLoadOptions {
  /** Further folders that files may be read from, such as `/etc/ssl`. */
  allow?: Array<string>
}

/** What is meant to be closed, and how much is read. */
export interface ConfigOptions {
  /** The hosts that only the edge may reach; a wildcard stands for one of its hosts. Default: every host that is served. */
  hosts?: Array<string>
  /** Ports that anyone may reach, such as 80 for ACME challenges: they are listed, not judged. */
  publicPorts?: Array<number>
  /** Whether the application checks whose request it is, where others can come by the edge too. */
  tenantChecked?: boolean
  /** The CA of the edge's client certificate in PEM: a listener that does not trust it refuses the edge. */
  edgeCa?: string
  /** Whether that CA vouches for other customers of the edge too. Of Cloudflare's own that is known. */
  sharedCa?: boolean
  /** When the dates of CA certificates and revocation lists are judged for. Default: they are not. */
  at?: Date
  /** Bytes of one file. Default: 4,194,304. */
  maxFileBytes?: number
  /** Bytes of all files, each counted as often as it is included. Default: 16,777,216. */
  maxBytes?: number
  /** Files, each counted as often as it is included. Default: 1,024. */
  maxFiles?: number
  /** Includes within includes. Default: 16. */
  maxIncludeDepth?: number
  /** Blocks within blocks. Default: 32. */
  maxNesting?: number
  /** Directives of all files. Default: 200,000. */
  maxDirectives?: number
  /** Listeners: every virtual host counts once for each of its sockets. Default: 8,192. */
  maxListeners?: number
  /** Findings that are kept. Default: 1,024. */
  maxFindings?: number
}
