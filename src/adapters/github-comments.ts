import type { Comments } from "../model/action-world.js";
import { type Client, PER_PAGE, pagesOf, statusOf } from "./github-client.js";

/** How a comment begins that told a failure. */
const FAILURE = /^### ❌ traincost /m;

interface Own {
  readonly id: number;
  readonly body?: string | undefined;
  readonly html_url: string;
}
interface Wanted {
  readonly marker: string;
  readonly body: string;
  readonly short: string;
  readonly resolved?: string;
  readonly order: number;
  readonly existing: boolean;
}

/** The pull request's comments. Only a comment with our marker and our own author is ever touched. */
export const githubComments = (client: Client, number: number, bots: readonly string[]): Comments => ({
  put: async (marker, body, options) => put(client, number, { marker, body, ...options }, await ownLogins(client, bots)),
});

async function put(client: Client, number: number, wanted: Wanted, logins: readonly string[]): Promise<string | undefined> {
  const [found] = await findOwn(client, number, wanted.marker, logins);
  if (found && orderOf(found) > wanted.order) return found.html_url;
  if (found?.body === wanted.body) return found.html_url;
  if (!found && wanted.existing) return undefined;
  const body = FAILURE.test(found?.body ?? "") ? (wanted.resolved ?? wanted.body) : wanted.body;
  const written = found ? await update(client, found.id, { ...wanted, body }) : undefined;
  if (written) return written;
  return settle(client, number, wanted, logins, await create(client, number, wanted));
}

/** Undefined where it was deleted between reading and writing. */
async function update(client: Client, id: number, wanted: Wanted): Promise<string | undefined> {
  try {
    return await fitting(wanted, async (body) => {
      const { data } = await client.ask((octokit) => octokit.rest.issues.updateComment({ ...client.repository, comment_id: id, body }));
      return data.html_url;
    });
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

const create = (client: Client, number: number, wanted: Wanted): Promise<Own> =>
  fitting(wanted, async (body) => {
    const { data } = await client.ask((octokit) => octokit.rest.issues.createComment({ ...client.repository, issue_number: number, body }));
    return data;
  });

/** A server that takes less than GitHub gets the short text. */
async function fitting<T>({ body, short }: Wanted, write: (body: string) => Promise<T>): Promise<T> {
  try {
    return await write(body);
  } catch (error) {
    if (statusOf(error) !== 422 && statusOf(error) !== 413) throw error;
    return write(short);
  }
}

/** Two runs at once may both have created: the oldest comment stays and gets the newest run's text, the others go. */
async function settle(client: Client, number: number, wanted: Wanted, logins: readonly string[], created: Own): Promise<string> {
  const own = await findOwn(client, number, wanted.marker, logins);
  const [kept] = own;
  if (!kept || own.length < 2) return created.html_url;
  const newest = own.reduce((a, b) => (orderOf(b) > orderOf(a) ? b : a));
  const text = newest.body ?? wanted.body;
  if (kept.id !== newest.id && (await update(client, kept.id, { ...wanted, body: text })) === undefined) return created.html_url;
  for (const { id } of own.slice(1)) await remove(client, id);
  return kept.html_url;
}

async function remove(client: Client, id: number): Promise<void> {
  try {
    await client.ask(
      (octokit) => octokit.rest.issues.deleteComment({ ...client.repository, comment_id: id }),
      () => true,
    );
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

/**
 * Who writes with this token. A workflow's or an app's token may not ask `/user`; GraphQL's viewer answers it.
 * Gitea and Forgejo have no GraphQL: there the runner's own bot is meant.
 */
async function ownLogins(client: Client, bots: readonly string[]): Promise<readonly string[]> {
  try {
    const { data } = await client.ask((octokit) => octokit.rest.users.getAuthenticated());
    return [data.login];
  } catch {
    return (await viewer(client)) ?? bots;
  }
}

async function viewer(client: Client): Promise<readonly string[] | undefined> {
  try {
    const { data } = await client.ask(async (octokit) => ({
      data: await octokit.graphql<{ viewer: { login: string } }>("query { viewer { login } }"),
    }));
    return [data.viewer.login];
  } catch {
    return undefined;
  }
}

/** Our own comments with the marker, oldest first. */
async function findOwn(client: Client, number: number, marker: string, logins: readonly string[]): Promise<readonly Own[]> {
  const of = { ...client.repository, issue_number: number, per_page: PER_PAGE };
  const own: Own[] = [];
  for await (const comments of pagesOf(client, (octokit, page) => octokit.rest.issues.listComments({ ...of, page })))
    own.push(...comments.filter(({ body, user }) => body?.startsWith(marker) && logins.includes(user?.login ?? "")));
  return own.sort((a, b) => a.id - b.id);
}

/** Runs that started later have a higher number; an older one never overwrites them. */
const orderOf = ({ body }: Own) => Number(/<!-- traincost:run (\d+) -->/.exec(body ?? "")?.[1] ?? 0);
