# bash completion for vmcaster: flags, files, and identifiers from the database

# What comes from the database is data: it is compared and quoted here, never evaluated.
_vmcaster_offer() {
  local candidate cut=${1%"${1##*[=:]}"}
  while IFS= read -r candidate; do
    if [[ $candidate == "$1"* ]]; then
      candidate=${candidate#"$cut"}
      COMPREPLY+=("$(printf %q "$candidate")")
    fi
  done
}

# Asks the database that the command line names, or else the usual one.
_vmcaster_ask() {
  local where=()
  if [[ $COMP_LINE =~ (-d|--database)[[:space:]=]+([^[:space:]\'\"]+) ]]; then
    where=(--database "${BASH_REMATCH[2]}")
  fi
  "${COMP_WORDS[0]/#\~/$HOME}" "${where[@]}" "$@" 2>/dev/null
}

_vmcaster() {
  local options words kind='' word=${COMP_WORDS[COMP_CWORD]}
@OPTIONS@
  COMPREPLY=()
  # bash takes words apart at `=` and `:`, so the line is read here: blanks that are escaped belong to their word
  local line=${COMP_LINE:0:COMP_POINT} escaped=$'\1' typed before
  line=${line//\\ /$escaped}
  typed=${line##*[[:space:]]}
  before=${line%"$typed"}
  before=${before%"${before##*[![:space:]]}"}
  before=${before##*[[:space:]]}
  typed=${typed//$escaped/ }
  typed=${typed//\\/}
  if [[ $typed == --*=* ]]; then
    before=${typed%%=*} typed=${typed#*=}
    [[ $word != = ]] || word=''
  fi
  case $before in
@VALUES@
  esac
  # some values may be left out
  [[ $typed != -* ]] || kind=''
  case $kind in
    list) _vmcaster_offer "$typed" < <(_vmcaster_ask --imagelist-list | cut -f1 | sort -u) ;;
    image) _vmcaster_offer "$typed" < <(_vmcaster_ask --image-list) ;;
    endorser) _vmcaster_offer "$typed" < <(_vmcaster_ask --endorser-list) ;;
    word) _vmcaster_offer "$typed" < <(tr ' ' '\n' <<<"$words") ;;
    file) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    directory) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    '') mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
  esac
}

complete -F _vmcaster vmcaster
