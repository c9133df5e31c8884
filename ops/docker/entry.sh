# What both entrypoints do before they become their program. Sourced by bash, not run.

fail() { printf 'entrypoint: %s\n' "$*" >&2; exit 64; }

# Secrets come as files that only root may read, whoever owns them on the host; the program runs as an ordinary user. So root hands
# them over once, into memory, and is gone.
hand_over() { # user, folder
  install -d -o "$1" -g hotline -m 0700 "$2"
  local secret
  for secret in /run/secrets/*; do
    [ ! -f "$secret" ] || install -o "$1" -g hotline -m 0400 "$secret" "$2/"
  done
}

# A volume that was just made may belong to root.
own() { # user, mode, folders
  local user=$1 mode=$2 folder
  shift 2
  for folder; do
    mkdir -p "$folder"
    chown "$user:hotline" "$folder"
    chmod "$mode" "$folder"
  done
}

# The rest of the calling script as that user, with no way back to root. Both programs have the group hotline, so that one reads what
# the other writes into the shared folders.
continue_as() { # user, command...
  exec setpriv --reuid="$1" --regid=hotline --clear-groups --no-new-privs --inh-caps=-all "${@:2}"
}

# One line of a secret's file, without its newline.
secret() { # file, what it is for
  [ -r "$1" ] || fail "$2 is not given: no readable file $1"
  local text
  IFS= read -r text < "$1" || [ -n "$text" ] || fail "$2: $1 is empty"
  printf '%s' "$text"
}
