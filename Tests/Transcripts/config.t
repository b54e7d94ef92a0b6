All keys that o8 knows, and what holds where they are not set.

  $ git o8 config
  KEY                    VALUE  FROM
  o8.cageNetwork         all    default, network from a cage, on this machine
  o8.cageRead            -      not set
  o8.cageWrite           -      not set
  o8.fallback            -      not set
  o8.firstWordSeconds    180    default
  o8.isolation           -      not set
  o8.landRemote          -      not set
  o8.maxFileSize         -      not set
  o8.maxLanes            8      default
  o8.maxMemory           -      not set
  o8.maxOpenFiles        -      not set
  o8.maxProcesses        4096   default
  o8.model.RUNTIME.TIER  -      not set
  o8.open                -      not set
  o8.repo                -      not set
  o8.runtime             -      not set
  o8.runtimeManifest     -      not set
  o8.signingKey          -      not set
  o8.silenceSeconds      900    default
  o8.worktreeRoot        -      not set

A key says where it stands, the last value wins, and a misspelt one is pointed out.

  $ git config o8.maxLanes 2 && git config --add o8.maxLanes 4
  $ git config --global o8.runtime exec
  $ git config o8.maxLane 7
  $ git o8 config
  KEY                    VALUE  FROM
  o8.cageNetwork         all    default, network from a cage, on this machine
  o8.cageRead            -      not set
  o8.cageWrite           -      not set
  o8.fallback            -      not set
  o8.firstWordSeconds    180    default
  o8.isolation           -      not set
  o8.landRemote          -      not set
  o8.maxFileSize         -      not set
  o8.maxLanes            4      local file:.git/config
  o8.maxMemory           -      not set
  o8.maxOpenFiles        -      not set
  o8.maxProcesses        4096   default
  o8.model.RUNTIME.TIER  -      not set
  o8.open                -      not set
  o8.repo                -      not set
  o8.runtime             exec   global file:$HOME/.gitconfig
  o8.runtimeManifest     -      not set
  o8.signingKey          -      not set
  o8.silenceSeconds      900    default
  o8.worktreeRoot        -      not set
  o8.maxlane             7      local file:.git/config, a key unknown to o8: no effect
  $ git o8 --json config
  [{"key":"o8.cageNetwork","known":true,"origin":null,"remark":"network from a cage, on this machine","scope":null,"value":"all"},{"key":"o8.cageRead","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.cageWrite","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.fallback","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.firstWordSeconds","known":true,"origin":null,"remark":null,"scope":null,"value":"180"},{"key":"o8.isolation","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.landRemote","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.maxFileSize","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.maxLanes","known":true,"origin":"file:.git/config","remark":null,"scope":"local","value":"4"},{"key":"o8.maxMemory","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.maxOpenFiles","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.maxProcesses","known":true,"origin":null,"remark":null,"scope":null,"value":"4096"},{"key":"o8.model.RUNTIME.TIER","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.open","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.repo","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.runtime","known":true,"origin":"file:$HOME/.gitconfig","remark":null,"scope":"global","value":"exec"},{"key":"o8.runtimeManifest","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.signingKey","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.silenceSeconds","known":true,"origin":null,"remark":null,"scope":null,"value":"900"},{"key":"o8.worktreeRoot","known":true,"origin":null,"remark":null,"scope":null,"value":null},{"key":"o8.maxlane","known":false,"origin":"file:.git/config","remark":null,"scope":"local","value":"7"}]
