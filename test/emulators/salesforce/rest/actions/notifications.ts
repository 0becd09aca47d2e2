/** A custom notification as its recipients see it behind the bell. */
export interface Notification {
  /** Milliseconds on the sandbox's clock. */
  readonly at: number
  readonly senderId: string
  /** Developer name of the CustomNotificationType. */
  readonly type: string
  readonly recipientIds: readonly string[]
  readonly title: string
  readonly body: string
  /** The record it opens; absent when it opens a page. */
  readonly targetId?: string
  /** A page reference as JSON text. */
  readonly targetPageRef?: string
}

/** Delivered notifications, oldest first. */
export interface Notifications {
  readonly all: readonly Notification[]
  deliver(notification: Notification): void
  clear(): void
}

export function createNotifications(): Notifications {
  const all: Notification[] = []
  return {
    all,
    deliver: (notification) => void all.push(notification),
    clear: () => void all.splice(0),
  }
}
