import { createRouter, createWebHistory } from 'vue-router';
import type { RouteLocationRaw } from 'vue-router';
import { may, recall, visitor } from './session';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    /** Any one of these rights opens the page; none named: every signed-in person. */
    rights?: readonly string[];
    open?: boolean;
    /** For citizens: nobody is asked who they are. */
    citizens?: boolean;
  }
}

export interface Place {
  readonly name: string;
  readonly title: string;
}

/** Pages of the menu, in the order in which a call lives. */
const MENU: readonly (Place & { readonly rights: readonly string[] })[] = [
  { name: 'desk', title: '话务台', rights: ['telephony.take-calls'] },
  { name: 'lead', title: '班长台', rights: ['telephony.lead-agents'] },
  { name: 'tickets', title: '工单', rights: ['ticketing.see', 'ticketing.handle'] },
  { name: 'alerts', title: '预警', rights: ['ticketing.see-alerts'] },
  { name: 'catalogue', title: '派单目录', rights: ['ticketing.edit-catalogue', 'ticketing.dispatch'] },
  { name: 'knowledge', title: '知识库', rights: ['ticketing.see-knowledge', 'ticketing.review-knowledge'] },
  { name: 'duty', title: '值班', rights: ['ticketing.see-duty'] },
  { name: 'inspection', title: '质检', rights: ['ticketing.inspect', 'ticketing.handle', 'telephony.take-calls'] },
  { name: 'callback-wishes', title: '回拨', rights: ['telephony.call-back'] },
  { name: 'missed-calls', title: '漏接来电', rights: ['callback.see'] },
  { name: 'calls', title: '通话', rights: ['telephony.see-calls'] },
  { name: 'messages', title: '语音留言', rights: ['telephony.hear-messages'] },
  { name: 'unwelcome', title: '恶意来电', rights: ['telephony.propose-unwelcome', 'telephony.approve-unwelcome'] },
  { name: 'bulletin', title: '通报', rights: ['bulletin.make', 'bulletin.see'] },
  { name: 'review', title: '通报核对', rights: ['bulletin.object'] },
  { name: 'scores', title: '考核录入', rights: ['bulletin.enter'] },
  { name: 'status', title: '运行状态', rights: ['ops.status'] },
];

function rightsOf(name: string): readonly string[] {
  return MENU.find((place) => place.name === name)?.rights ?? [];
}

export function menu(): readonly Place[] {
  return MENU.filter((place) => place.rights.some(may));
}

export function home(): RouteLocationRaw {
  if (visitor.value?.mustChangePassword === true) {
    return { name: 'password' };
  }
  return { name: menu()[0]?.name ?? 'nothing' };
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', redirect: () => home() },
    { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignIn.vue'), meta: { title: '登录', open: true } },
    { path: '/report', name: 'report', component: () => import('./pages/Report.vue'), meta: { title: '我要反映', open: true, citizens: true } },
    { path: '/progress', name: 'progress', component: () => import('./pages/ProgressPage.vue'), meta: { title: '查询进度', open: true, citizens: true } },
    { path: '/password', name: 'password', component: () => import('./pages/ChangePassword.vue'), meta: { title: '修改密码' } },
    { path: '/sign-ins', name: 'sign-ins', component: () => import('./pages/SignInsPage.vue'), meta: { title: '登录情况' } },
    { path: '/desk', name: 'desk', component: () => import('./pages/Desk.vue'), meta: { title: '话务台', rights: rightsOf('desk') } },
    { path: '/lead', name: 'lead', component: () => import('./pages/Lead.vue'), meta: { title: '班长台', rights: rightsOf('lead') } },
    { path: '/tickets', name: 'tickets', component: () => import('./pages/TicketList.vue'), meta: { title: '工单', rights: rightsOf('tickets') } },
    {
      path: '/tickets/:number',
      name: 'ticket',
      component: () => import('./pages/TicketPage.vue'),
      props: true,
      meta: { title: '工单详情', rights: rightsOf('tickets') },
    },
    { path: '/alerts', name: 'alerts', component: () => import('./pages/Alerts.vue'), meta: { title: '预警', rights: rightsOf('alerts') } },
    { path: '/catalogue', name: 'catalogue', component: () => import('./pages/CataloguePage.vue'), meta: { title: '派单目录', rights: rightsOf('catalogue') } },
    { path: '/knowledge', name: 'knowledge', component: () => import('./pages/KnowledgePage.vue'), meta: { title: '知识库', rights: rightsOf('knowledge') } },
    { path: '/duty', name: 'duty', component: () => import('./pages/DutyPage.vue'), meta: { title: '值班', rights: rightsOf('duty') } },
    { path: '/inspection', name: 'inspection', component: () => import('./pages/InspectionPage.vue'), meta: { title: '质检', rights: rightsOf('inspection') } },
    { path: '/callback-wishes', name: 'callback-wishes', component: () => import('./pages/Wishes.vue'), meta: { title: '回拨', rights: rightsOf('callback-wishes') } },
    { path: '/missed-calls', name: 'missed-calls', component: () => import('./pages/MissedCalls.vue'), meta: { title: '漏接来电', rights: rightsOf('missed-calls') } },
    { path: '/calls', name: 'calls', component: () => import('./pages/Calls.vue'), meta: { title: '通话', rights: rightsOf('calls') } },
    {
      path: '/calls/:id',
      name: 'call',
      component: () => import('./pages/CallPage.vue'),
      props: true,
      meta: { title: '通话详情', rights: ['telephony.see-calls', 'telephony.take-calls'] },
    },
    { path: '/messages', name: 'messages', component: () => import('./pages/Messages.vue'), meta: { title: '语音留言', rights: rightsOf('messages') } },
    { path: '/unwelcome', name: 'unwelcome', component: () => import('./pages/UnwelcomePage.vue'), meta: { title: '恶意来电', rights: rightsOf('unwelcome') } },
    { path: '/bulletin', name: 'bulletin', component: () => import('./pages/BulletinPage.vue'), meta: { title: '通报', rights: rightsOf('bulletin') } },
    { path: '/review', name: 'review', component: () => import('./pages/ReviewPage.vue'), meta: { title: '通报核对', rights: rightsOf('review') } },
    { path: '/scores', name: 'scores', component: () => import('./pages/ScoresPage.vue'), meta: { title: '考核录入', rights: rightsOf('scores') } },
    { path: '/status', name: 'status', component: () => import('./pages/StatusPage.vue'), meta: { title: '运行状态', rights: rightsOf('status') } },
    { path: '/:rest(.*)*', name: 'nothing', component: () => import('./pages/NothingHere.vue'), meta: { title: '没有此页' } },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.citizens === true) {
    return true;
  }
  const who = await recall().catch(() => null);
  if (to.meta.open === true) {
    return who === null ? true : home();
  }
  if (who === null) {
    return { name: 'sign-in', query: to.path === '/' ? {} : { next: to.fullPath } };
  }
  if (to.name === 'home') {
    return home();
  }
  if (who.mustChangePassword === true && to.name !== 'password') {
    return { name: 'password' };
  }
  const rights = to.meta.rights ?? [];
  return rights.length === 0 || rights.some(may) ? true : { name: 'nothing', params: { rest: to.path.slice(1).split('/') } };
});

router.afterEach(() => sessionStorage.removeItem('reloaded'));

// After an update of the server the old pages' parts are gone: load the page anew.
router.onError((_, to) => {
  if (sessionStorage.getItem('reloaded') !== to.fullPath) {
    sessionStorage.setItem('reloaded', to.fullPath);
    location.assign(to.fullPath);
  }
});
