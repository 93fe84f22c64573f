import { expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useInvitationForm, type InvitationForm } from './useInvitationForm'
import { refusal } from '../identity/fakeAuth'

const CODE = `${'0f'.repeat(16)}.${'x'.repeat(43)}`

function open(accept: (code: string) => Promise<void>, before?: Parameters<typeof useInvitationForm>[1]): InvitationForm {
  return effectScope().run(() => useInvitationForm(accept, before)) as InvitationForm
}

it('takes a link', async () => {
  const accept = vi.fn(() => Promise.resolve())
  const form = open(accept)
  form.text.value = `https://a.example/rooms/lab?invite=${CODE}`
  expect(await form.submit()).toBe(true)
  expect(accept).toHaveBeenCalledExactlyOnceWith(CODE)
})

it('says what is none, and asks nobody', async () => {
  const accept = vi.fn(() => Promise.resolve())
  const form = open(accept)
  form.text.value = 'let me in'
  expect(await form.submit()).toBe(false)
  expect(form.fault.value?.key).toBe('private.notOne')
  expect(accept).not.toHaveBeenCalled()
})

it('says that one has ended', async () => {
  const form = open(() => Promise.reject(refusal(410, 'invite-ended')))
  form.text.value = CODE
  expect(await form.submit()).toBe(false)
  expect(form.fault.value?.key).toBe('fault.inviteEnded')
})

it('begins with what the invitation in the link met', () => {
  expect(open(() => Promise.resolve(), { key: 'fault.inviteEnded' }).fault.value?.key).toBe('fault.inviteEnded')
})
