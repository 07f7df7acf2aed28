#compdef vmcaster
# zsh completion for vmcaster: flags, files, and identifiers from the database

# Asks the database that the command line names, or else the usual one.
_vmcaster_ask() {
  local -a where
  local i=${words[(I)(-d|--database)]} joined=${words[(R)--database=*]}
  (( i )) && where=(--database "${(Q)words[i+1]}")
  [[ -z $joined ]] || where=("${(Q)joined}")
  "${(Q)words[1]}" $where "$@" 2>/dev/null
}

_vmcaster_list() {
  compadd -- "${(@fu)$(_vmcaster_ask --imagelist-list | cut -f1)}"
}

_vmcaster_image() {
  compadd -- "${(@f)$(_vmcaster_ask --image-list)}"
}

_vmcaster_endorser() {
  compadd -- "${(@f)$(_vmcaster_ask --endorser-list)}"
}

_vmcaster() {
  local -a options
  options=(
@OPTIONS@
  )
  _arguments -S $options
}

if [[ $funcstack[1] == _vmcaster ]]; then
  _vmcaster "$@"
else
  compdef _vmcaster vmcaster
fi
