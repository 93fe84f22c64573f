package atrium.chat.message;

/** What a room tells its members; a wire form may have no way to say some of it. */
public sealed interface RoomEvent permits Message, Moderation, Presence, Welcome {}
