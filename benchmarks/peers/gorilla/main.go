// gorilla [-join] PORT: a room with the structure of gorilla/websocket's chat example: a hub that only channels reach, a
// channel of 256 messages a client, which is dropped when that is full, a goroutine that reads and one that writes.
//
// With -join a writer puts all that waits into one frame with newlines between, as the example does, so that a frame is
// no message any more. Without it, each message is a frame.
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

const (
	writeWait  = 10 * time.Second
	pongWait   = 60 * time.Second
	pingPeriod = pongWait * 9 / 10
	queue      = 256
)

var (
	join     = flag.Bool("join", false, "one frame for all that waits")
	upgrader = websocket.Upgrader{ReadBufferSize: 1024, WriteBufferSize: 1024}
)

type hub struct {
	register, unregister chan *client
	broadcast            chan []byte
}

func (h *hub) run() {
	clients := make(map[*client]struct{})
	drop := func(c *client) {
		if _, here := clients[c]; here {
			delete(clients, c)
			close(c.send)
		}
	}
	for {
		select {
		case c := <-h.register:
			clients[c] = struct{}{}
		case c := <-h.unregister:
			drop(c)
		case message := <-h.broadcast:
			for c := range clients {
				select {
				case c.send <- message:
				default:
					drop(c)
				}
			}
		}
	}
}

type client struct {
	hub  *hub
	conn *websocket.Conn
	send chan []byte
}

func (c *client) read() {
	defer func() {
		c.hub.unregister <- c
		c.conn.Close()
	}()
	c.conn.SetReadLimit(4096)
	c.awaitPong("")
	c.conn.SetPongHandler(c.awaitPong)
	for {
		_, message, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		c.hub.broadcast <- message
	}
}

func (c *client) awaitPong(string) error {
	return c.conn.SetReadDeadline(time.Now().Add(pongWait))
}

func (c *client) write() {
	ticker := time.NewTicker(pingPeriod)
	defer func() {
		ticker.Stop()
		c.conn.Close()
	}()
	for {
		var err error
		select {
		case message, open := <-c.send:
			c.conn.SetWriteDeadline(time.Now().Add(writeWait))
			switch {
			case !open:
				c.conn.WriteMessage(websocket.CloseMessage, nil)
				return
			case *join:
				err = c.writeJoined(message)
			default:
				err = c.conn.WriteMessage(websocket.TextMessage, message)
			}
		case <-ticker.C:
			c.conn.SetWriteDeadline(time.Now().Add(writeWait))
			err = c.conn.WriteMessage(websocket.PingMessage, nil)
		}
		if err != nil {
			return
		}
	}
}

func (c *client) writeJoined(message []byte) error {
	frame, err := c.conn.NextWriter(websocket.TextMessage)
	if err != nil {
		return err
	}
	frame.Write(message)
	for more := len(c.send); more > 0; more-- {
		frame.Write([]byte{'\n'})
		frame.Write(<-c.send)
	}
	return frame.Close()
}

func main() {
	flag.Parse()
	h := &hub{make(chan *client), make(chan *client), make(chan []byte)}
	go h.run()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		c := &client{h, conn, make(chan []byte, queue)}
		h.register <- c
		go c.write()
		go c.read()
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+flag.Arg(0), nil))
}
