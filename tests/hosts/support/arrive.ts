// A page of the shop with hooks or elements of its own.
import type { Visit } from '../fixtures';

/** What the tag says on most pages. */
export const settings = 'data-endpoint="{{endpoint}}" data-token-url="/account/token"';

/** A script in the page. */
export const script = (text: string) => `<script>${text}</script>`;

/** A script that gives the widget hooks, written as the body of an object. */
export const init = (hooks: string) => script(`(window.Stempel = window.Stempel || []).push(['init', { ${hooks} }]);`);

/** Opens a page of its own for a test: more attributes of the tag, and what stands in the page. */
export const arrive = (visit: Visit, name: string, extra = '', more = '') =>
  visit.page.goto(visit.hosts.url('settings.html', {}, name, { settings: `${settings} ${more}`, extra }));
