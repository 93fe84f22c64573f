import { onScopeDispose, ref, type Ref } from 'vue'

/** Files dropped anywhere on the page; without this a near miss would leave the page for the file. */
export function useFileDrop(onFiles: (files: File[]) => void): { dropping: Ref<boolean> } {
  const dropping = ref(false)
  // enter and leave fire for every element crossed: the page is left when they are level
  let depth = 0
  const controller = new AbortController()

  const on = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', handle: (transfer: DataTransfer) => void): void => {
    window.addEventListener(type, (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      handle(event.dataTransfer)
    }, { signal: controller.signal })
  }
  const cross = (step: number): void => {
    depth = Math.max(0, depth + step)
    dropping.value = depth > 0
  }

  on('dragenter', () => { cross(1) })
  on('dragleave', () => { cross(-1) })
  on('dragover', (transfer) => { transfer.dropEffect = 'copy' })
  on('drop', (transfer) => {
    cross(-depth)
    onFiles([...transfer.files])
  })
  onScopeDispose(() => { controller.abort() })
  return { dropping }
}
