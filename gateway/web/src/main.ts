import { createApp } from 'vue'
import App from './app/App.vue'
import { takeInvite } from './identity/invitation'
import { session } from './identity/useIdentity'
import './theme/tokens.css'
import './theme/base.css'

const invite = takeInvite()
void session.start()
createApp(App, { invite }).mount('#app')
