import { createApp } from 'vue'
import App from './app/App.vue'
import './theme/tokens.css'
import './theme/base.css'

createApp(App).mount('#app')
